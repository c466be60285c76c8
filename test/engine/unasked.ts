/** Operations that no run sends, and why. */
export const unasked: Record<string, string> = {
  'GET /api/v1/users/{userId}/factors/{factorId}/transactions/{transactionId}':
    'a transaction is begun by a push to somebody',
  'POST /api/v1/realm-assignments': 'an assignment moves users to another realm',
  'PUT /api/v1/realm-assignments/{assignmentId}': 'an assignment moves users to another realm',
};
