/**
 * Posted forms: small, text only, read once.
 */

/** Longest body of a form. The largest one the site has, Edit user, needs less than 1 KB. */
export const LARGEST_BODY_BYTES = 65_536

/** The fields of a form; a field that is missing or a file reads as "". */
export interface PostedForm {
  get(name: string): string
  /** Every value of a field that may come several times. */
  all(name: string): readonly string[]
}

/** Reads a form's fields; null when it is not one. */
export async function readForm(request: Request): Promise<PostedForm | null> {
  try {
    const form = await request.formData()
    return {
      get: (name) => {
        const value = form.get(name)
        return typeof value === 'string' ? value : ''
      },
      all: (name) => form.getAll(name).filter((value) => typeof value === 'string'),
    }
  } catch {
    return null // A malformed body: the caller answers 400.
  }
}
