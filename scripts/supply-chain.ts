/**
 * What Inkling is made of, and whether any of it is known to be bad.
 *
 *     npm run sbom -- sbom.json     a CycloneDX list of what runs in production, from the lockfile alone
 *     npm run audit                 fails on a known weakness, high or worse; skipped where no registry answers
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** One package of the list. */
export interface Component {
  readonly name: string;
  readonly version: string;
  readonly licenses?: readonly {
    readonly license?: { readonly id?: string };
    readonly expression?: string;
  }[];
}

interface Sbom {
  readonly components: readonly Component[];
  readonly metadata: { readonly component: Record<string, unknown> };
}

function npm(...args: string[]): { readonly said: string; readonly code: number } {
  // npm says the list of a large tree in one piece.
  const { stdout, status } = spawnSync('npm', args, {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
  });
  return { said: stdout, code: status ?? 1 };
}

/** Everything that production runs on, as CycloneDX. Reads the lockfile and asks nobody. */
export function listPackages(): Sbom {
  const how = ['--sbom-format', 'cyclonedx', '--omit', 'dev', '--package-lock-only'];
  const { said, code } = npm('sbom', ...how);
  if (code !== 0) throw new Error('npm could not list the packages');
  const sbom = JSON.parse(said) as Sbom;
  // npm names the whole after the folder that it happens to lie in.
  return {
    ...sbom,
    metadata: {
      ...sbom.metadata,
      component: { ...sbom.metadata.component, name: 'inkling', type: 'application' },
    },
  };
}

/** What an audit's answer means: how many weaknesses, high or worse; null when there was no answer. */
export function countWeaknesses(said: string): number | null {
  try {
    const { metadata } = JSON.parse(said) as {
      metadata?: { vulnerabilities?: { high: number; critical: number } };
    };
    const found = metadata?.vulnerabilities;
    return found ? found.high + found.critical : null;
  } catch {
    return null;
  }
}

function audit(): number {
  const { said } = npm('audit', '--omit=dev', '--json');
  const weaknesses = countWeaknesses(said);
  if (weaknesses === null) {
    console.log('Skipped: no registry answers audits here.');
    return 0;
  }
  console.log(`${weaknesses} known weaknesses, high or worse, in what production runs on.`);
  if (weaknesses > 0) console.log(said);
  return weaknesses === 0 ? 0 : 1;
}

const [verb, path = 'sbom.json'] = process.argv.slice(2);
if (verb === 'sbom') {
  const sbom = listPackages();
  writeFileSync(path, `${JSON.stringify(sbom, null, 2)}\n`);
  console.log(`${sbom.components.length} packages in ${path}`);
} else if (verb === 'audit') process.exitCode = audit();
