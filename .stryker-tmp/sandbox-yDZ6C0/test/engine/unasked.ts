/** Operations of the migration document that no run sends, and why. */
// @ts-nocheck

export const unasked: Record<string, string> = {
  'GET /api/v1/users/{userId}/factors/{factorId}/transactions/{transactionId}':
    'a transaction is begun by a push to somebody',
};
