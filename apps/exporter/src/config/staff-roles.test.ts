import { expect, test } from 'vitest'
import { parseStaffRoles } from './staff-roles.ts'

const read = (text: string): unknown => {
  const parsed = parseStaffRoles(text)
  return parsed.kind === 'roles' ? Object.fromEntries(parsed.roles) : parsed.mistake
}

test('roles are read with their permissions, read_only being those that look', () => {
  expect(read('Trainee=read_only; Help Desk = view_exports, manage_exports ;Guest=')).toEqual({
    trainee: ['view_devops', 'view_exports', 'view_audit_log'],
    'help desk': ['view_exports', 'manage_exports'],
    guest: [],
  })
  expect(read('')).toEqual({})
})

test('a mistake is named, with what to write', () => {
  expect(read('Trainee')).toMatch(/^"Trainee" is not ROLE=PERMISSIONS\. Write Trainee=read_only;/)
  expect(read('=read_only')).toMatch(/is not ROLE=PERMISSIONS/)
  expect(read('A=administrator')).toMatch(
    /^"administrator" is no permission\..*known are read_only,/,
  )
})
