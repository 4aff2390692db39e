/** Offices of DESIGN §7. The first three are kept apart 三员分立: outside the sandbox no account has two of them. */
export const ROLES = ['system-administrator', 'security-administrator', 'auditor', 'operator', 'steward', 'coordinator', 'handler'] as const;
export type Role = (typeof ROLES)[number];
export const isRole = (value: string): value is Role => (ROLES as readonly string[]).includes(value);

export const PERMISSIONS = ['status.read', 'cases.read', 'failures.read', 'failures.act', 'failures.approve', 'standards.read', 'links.read', 'links.act', 'alerts.act', 'security.read', 'audit.read', 'accounts.manage'] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** What each office may do. A handler sees the cases of its own provinces alone, which its account names. */
const MAY: Readonly<Record<Role, readonly Permission[]>> = {
  'system-administrator': ['status.read', 'links.read', 'links.act', 'alerts.act', 'accounts.manage'],
  'security-administrator': ['status.read', 'links.read', 'security.read'],
  auditor: ['status.read', 'audit.read'],
  operator: ['status.read', 'cases.read', 'failures.read', 'failures.act', 'failures.approve', 'standards.read', 'links.read', 'links.act', 'alerts.act'],
  steward: ['status.read', 'standards.read'],
  coordinator: ['status.read', 'cases.read', 'standards.read', 'links.read'],
  handler: ['cases.read', 'standards.read'],
};
export const permissionsOf = (roles: readonly Role[]): readonly Permission[] => PERMISSIONS.filter((permission) => roles.some((role) => MAY[role].includes(permission)));

const APART: readonly Role[] = ['system-administrator', 'security-administrator', 'auditor'];
/** Offices that one person may not hold together; none where they may. */
export const officesTogether = (roles: readonly Role[]): readonly Role[] => {
  const held = APART.filter((role) => roles.includes(role));
  return held.length > 1 ? held : [];
};
