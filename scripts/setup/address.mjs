/** Where a browser of this machine reaches the server: at the address it listens on, or at localhost if that is every address. */
export function addressOf({ HOST = '', PORT = '' }) {
  const every = ['', '0.0.0.0', '::'].includes(HOST);
  const name = HOST.includes(':') ? `[${HOST}]` : HOST;
  return `http://${every ? 'localhost' : name}:${PORT || 3000}`;
}
