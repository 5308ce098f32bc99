import { parseCode } from '@inkling/shared/limits';
import { createSignal, createUniqueId, type JSX, onMount, Show } from 'solid-js';
import { words } from '../words/words.ts';
import { retyped, typedCode } from './places.ts';

interface CodeFieldProps {
  /** The id of the sentence that says why a code is asked for. */
  readonly why: string;
}

/** Where a room's code is typed again: what was in the address stands in it, to be put right or typed over. */
export function CodeField(props: CodeFieldProps): JSX.Element {
  const id = createUniqueId();
  const ruleId = createUniqueId();
  const [wrong, setWrong] = createSignal(false);
  let input!: HTMLInputElement;
  onMount(() => {
    input.focus();
    input.select();
  });
  const go = (event: SubmitEvent) => {
    event.preventDefault();
    const code = parseCode(input.value);
    if (!code) {
      setWrong(true);
      input.focus();
      return;
    }
    const to = retyped(code, location);
    // The same code again: where there is a fragment, the browser would stay where it is.
    if (to.startsWith(`${location.pathname}${location.search}`)) location.reload();
    else location.assign(to);
  };
  return (
    <form class="code-field" onSubmit={go}>
      <label for={id}>{words().codeField}</label>
      <div class="field">
        <input
          ref={input}
          id={id}
          class="input"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          enterkeyhint="go"
          dir="ltr"
          value={typedCode(location.pathname)}
          aria-invalid={wrong()}
          aria-describedby={`${props.why} ${ruleId}`}
          onInput={() => setWrong(false)}
        />
        <button type="submit" class="button">
          {words().comeIn}
        </button>
      </div>
      <p id={ruleId} class="code-rule">
        <Show when={wrong()} fallback={words().codeRule}>
          <b role="alert">{words().notACode}</b>
        </Show>
      </p>
    </form>
  );
}
