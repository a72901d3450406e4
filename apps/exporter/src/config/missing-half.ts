/** Variables that mean nothing one without the other: a name and its secret. */

/** The sentence for the half that is missing; empty where both are given, or neither is. */
export function missingHalf(
  given: Readonly<Record<string, string>>,
  [name, secret]: readonly [name: string, secret: string],
): string[] {
  if ((given[name] === undefined) === (given[secret] === undefined)) return []
  const missing = given[name] === undefined ? name : secret
  return [`${missing} is missing: write both halves of the key, or neither.`]
}
