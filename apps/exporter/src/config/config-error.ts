/** Every mistake in the configuration at once, each a sentence that says what to write instead. */
export class ConfigError extends Error {
  readonly code = 'bad-configuration'
  readonly mistakes: readonly string[]

  constructor(mistakes: readonly string[]) {
    const title =
      mistakes.length === 1
        ? 'The configuration has a mistake:'
        : `The configuration has ${mistakes.length} mistakes:`
    super([title, ...mistakes.map((mistake) => `  - ${mistake}`)].join('\n'))
    this.name = 'ConfigError'
    this.mistakes = mistakes
  }
}
