/** The demo could not start; the message is for the person at the terminal and says what to do. */
export class DemoStartError extends Error {
  override readonly name = 'DemoStartError'
}
