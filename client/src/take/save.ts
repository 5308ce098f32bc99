/** A file to be kept. */
export interface Keepsake {
  readonly name: string;
  readonly content: Blob;
}

/** How long (ms) a browser may take to begin with a download. */
const BEGIN_MS = 10_000;

/** Hands a file to the browser's downloads. */
export function save({ name, content }: Keepsake): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), BEGIN_MS);
}
