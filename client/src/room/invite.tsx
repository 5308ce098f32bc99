import type { RoomKind } from '@inkling/shared/protocol';
import { createSignal, createUniqueId, type JSX, Show } from 'solid-js';
import { words } from '../words/words.ts';
import { NEW_CLASS, roomUrl, stagePath } from './places.ts';
import { Popover } from './popover.tsx';
import { Qr } from './qr.tsx';

interface InviteProps {
  readonly id: string;
  readonly code: string;
  readonly kind: RoomKind;
  /** The host key, for a host: it opens the stage as the host's own. */
  readonly hostKey?: string | undefined;
  /** Opens what there is to take along. */
  readonly onTake: () => void;
  readonly onClose: () => void;
}

/** The link, the code and a QR code; and the ways to a projector, to a class and to another room, which leave this one as it is. */
export function Invite(props: InviteProps): JSX.Element {
  const [copied, setCopied] = createSignal(false);
  const url = () => roomUrl(props.code);
  const staysId = createUniqueId();
  let field!: HTMLInputElement;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(url());
    } catch {
      // No clipboard without HTTPS: the old way still works there.
      field.select();
      document.execCommand('copy');
    }
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <Popover id={props.id} label={words().invite} onClose={props.onClose} class="invite">
      <div class="invite-qr">
        <Qr text={url()} code={props.code} />
      </div>
      <div class="invite-words">
        <p class="invite-title">{words().inviteTitle}</p>
        <p class="invite-code" data-testid="invite-code">
          {props.code}
        </p>
        <div class="field">
          <input
            ref={field}
            class="input"
            readonly
            value={url()}
            aria-label={words().link}
            onFocus={(event) => event.currentTarget.select()}
          />
          <button type="button" class="button" data-first onClick={copy}>
            <Show when={copied()} fallback={words().copy}>
              {words().copied}
            </Show>
          </button>
        </div>
        <p class="invite-more">
          <a
            class="link"
            href={stagePath(props.code, props.hostKey)}
            target="_blank"
            rel="noopener"
          >
            {words().openStage}
          </a>
          <Show when={props.kind !== 'class'}>
            <a class="link" href={NEW_CLASS} aria-describedby={staysId}>
              {words().newClass}
            </a>
          </Show>
          <a class="link" href="/" aria-describedby={staysId}>
            {words().newRoom}
          </a>
          <button type="button" class="link" onClick={() => props.onTake()}>
            {words().take}
          </button>
        </p>
        <p id={staysId} class="invite-stays">
          {words().staysAt(`${location.host}/${props.code}`)}
        </p>
      </div>
    </Popover>
  );
}
