/** As English counts, whoever reads: the audit and a shell have no reader. */
export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`
}
