/** What the unique index `exports_one_active` refuses, where many exports change in one statement. */
import { isSqlError } from '../sql-error.ts'

/**
 * Does something to all of them at once. Where one of them would be its member's second active export,
 * the database refuses them all: then each half is tried, until only that one stays as it is.
 */
export async function allButRefused<Item, Result>(
  items: readonly Item[],
  act: (items: readonly Item[]) => Promise<readonly Result[]>,
): Promise<readonly Result[]> {
  try {
    return await act(items)
  } catch (error) {
    if (!isSqlError(error, 'unique-violation')) throw error
    if (items.length === 1) return []
  }
  const middle = Math.ceil(items.length / 2)
  const first = await allButRefused(items.slice(0, middle), act)
  return [...first, ...(await allButRefused(items.slice(middle), act))]
}
