/**
 * What the sample log-ins sign in with, and the public key that profiles show. The demo signs
 * nothing: the key's other half was never kept.
 */

/** bcrypt, cost 10, of the passwords that the demo prints. */
export const PASSWORD_HASHES = {
  admin: '$2a$10$WpjZkA5bO2T253yVc9Ax9ueUOsbROQ68QGmFTHocwLN2Nk24Jv6r2',
  ada: '$2a$10$xemDBWgeA15LORZDvqmUDudPLw8/YWBeug0odynEBu4G2ccgx9ESW',
  bob: '$2a$10$V8STvBColGj.o2w43taIcOkGu7Uw94u10mijdjWZrKygZnr4iJ0Xe',
  /** Of a random text that nobody knows: the other members cannot log in. */
  nobody: '$2a$10$BPJwSSv2B/itWy/Pxuj0..6yqHl.mep0R.s5nWJt.TeqP0gnlohVO',
} as const

export const PUBLIC_KEY = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAogAYkEDTLprU5HUt+k5E
5g8W2+t0RENfGKQDiobIPIBlH/Wz4sGnKtGl9Go1Gv/2at1mElpxSSkSsOjb8ZKI
Be1VrXB/NICwRIhQBgpi+wwRBWzr1Rnc89HX8ORMJP6pxg/jQyyfVWJKtoqF551C
Jtsu/OWPOm9Oh9Kaxup9nufnIF9/Kc/4tSZ1/QFgaVtTAMj7XMNZ4K7jMtbB+0eR
5wXgdTHxh353OvUNY6Z0r7V6hd5NhRMYNn85wZez2YKMm37aJJfW+uBJ71v+BqQD
yhDe/zTToE1YlbeeMKYRPR2YSCYLnLom/By+Xqs3UO+NOg8lKu+HSYrfgM0B8j+M
bQIDAQAB
-----END PUBLIC KEY-----
`
