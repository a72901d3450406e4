/**
 * Arguments between the wire and a handler. The wire always carries a list; a schema describes
 * either the list or, for jobs whose only argument is a hash, that hash.
 */
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { JobArgumentsError } from '../errors.ts'
import type {
  ArgumentsOf,
  ArgumentsSchema,
  JobDeclaration,
  ParsedArgumentsOf,
} from './definition.ts'

type Result = StandardSchemaV1.Result<object>

/** Whether a schema describes the list or its only element; known once something has fitted. */
const shapes = new WeakMap<ArgumentsSchema, 'list' | 'element'>()

/** The list for the wire: a single object becomes its only element. */
export function wireArguments<Schema extends ArgumentsSchema>(
  args: ArgumentsOf<Schema>,
): readonly unknown[] {
  return Array.isArray(args) ? args : [args]
}

/**
 * Checks a list from the wire against a declaration's schema and gives the schema's output. Throws
 * JobArgumentsError. Returns a promise only where the schema itself does: most do not, and a job
 * is spared a turn.
 */
export function validateArguments<Schema extends ArgumentsSchema>(
  declaration: JobDeclaration<Schema>,
  args: readonly unknown[],
): ParsedArgumentsOf<Schema> | Promise<ParsedArgumentsOf<Schema>> {
  const shape = shapes.get(declaration.args)
  if (shape === undefined) return learnShape(declaration, args)
  const subject = shape === 'element' && args.length === 1 ? args[0] : args
  const result = declaration.args['~standard'].validate(subject)
  if (result instanceof Promise) return result.then((settled) => unwrap(declaration, settled))
  return unwrap(declaration, result)
}

/** The first arguments that fit tell which shape the schema describes. */
async function learnShape<Schema extends ArgumentsSchema>(
  declaration: JobDeclaration<Schema>,
  args: readonly unknown[],
): Promise<ParsedArgumentsOf<Schema>> {
  const { validate } = declaration.args['~standard']
  const ofList = await validate(args)
  if (ofList.issues === undefined) shapes.set(declaration.args, 'list')
  if (ofList.issues === undefined || args.length !== 1) return unwrap(declaration, ofList)
  const ofElement = await validate(args[0])
  if (ofElement.issues === undefined) shapes.set(declaration.args, 'element')
  return unwrap(declaration, isCloser(ofElement) ? ofElement : ofList)
}

/** A schema that complains about a field has at least found an object. */
function isCloser({ issues }: Result): boolean {
  return issues === undefined || issues.every(({ path }) => (path ?? []).length > 0)
}

function unwrap<Schema extends ArgumentsSchema>(
  declaration: JobDeclaration<Schema>,
  result: Result,
): ParsedArgumentsOf<Schema> {
  if (result.issues !== undefined) {
    throw new JobArgumentsError(declaration.class, result.issues.map(describeIssue))
  }
  return result.value
}

function describeIssue(issue: StandardSchemaV1.Issue): string {
  const path = (issue.path ?? []).map((step) => String(typeof step === 'object' ? step.key : step))
  return path.length === 0 ? issue.message : `args[${path.join('.')}]: ${issue.message}`
}
