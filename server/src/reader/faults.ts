/** The image cannot be read: not an image, or too large to be looked at. The message is for the person who sent it. */
export class BadImage extends Error {
  override readonly name = 'BadImage';
}

/** The reader cannot answer now; asking again in a moment may help. */
export class ReaderBusy extends Error {
  override readonly name = 'ReaderBusy';

  constructor(message = 'The reader is busy; try again in a moment.') {
    super(message);
  }
}
