import { forbidden, notFound } from '../errors.js';
import { link } from '../links.js';
import type { Resource, Routes } from '../resource.js';
import type { JsonObject, OrgState } from '../state.js';
import { usersOf } from './users/users.js';

const kinds = ['OKTA_ANNOUNCEMENT', 'OKTA_UPDATE', 'RATELIMIT_NOTIFICATION', 'USER_LOCKED_OUT'];
const roles = ['SUPER_ADMIN', 'ORG_ADMIN', 'APP_ADMIN', 'HELP_DESK_ADMIN', 'READ_ONLY_ADMIN'];

/** Notification subscriptions of administrators: by role, and by user. */
export const resource: Resource = { scope: 'okta.users', serve };

function serve(routes: Routes, state: OrgState): void {
  const users = usersOf(state);
  const ended = new Set<string>();
  const subscription = (holder: string, kind = ''): JsonObject => {
    if (!kinds.includes(kind)) throw notFound(kind, 'NotificationType');
    const self = `${state.url()}${holder}/subscriptions/${kind}`;
    const isOn = !ended.has(`${holder} ${kind}`);
    const verb = isOn ? 'unsubscribe' : 'subscribe';
    return {
      notificationType: kind,
      channels: ['email'],
      status: isOn ? 'subscribed' : 'unsubscribed',
      _links: { self: link(self, 'GET'), [verb]: link(`${self}/${verb}`, 'POST') },
    };
  };
  const serveHolders = (
    path: string,
    scope: string,
    holderOf: (id: string | undefined) => string,
    requireChangeable: (holder: string) => void = () => undefined,
  ): void => {
    for (const verb of ['subscribe', 'unsubscribe'])
      routes.on(
        `POST ${path}/{holder}/subscriptions/{kind}/${verb}`,
        ({ ids: [id, kind] }) => {
          const holder = holderOf(id);
          requireChangeable(holder);
          const { notificationType } = subscription(holder, kind);
          if (verb === 'unsubscribe') ended.add(`${holder} ${notificationType}`);
          else ended.delete(`${holder} ${notificationType}`);
          return {};
        },
        { scope },
      );
    routes.on(
      `GET ${path}/{holder}/subscriptions`,
      ({ ids }) => {
        const holder = holderOf(ids[0]);
        return { body: kinds.map((kind) => subscription(holder, kind)) };
      },
      { scope },
    );
    routes.on(
      `GET ${path}/{holder}/subscriptions/{kind}`,
      ({ ids }) => ({ body: subscription(holderOf(ids[0]), ids[1]) }),
      { scope },
    );
  };
  const ofUser = (id: string | undefined): string => `/api/v1/users/${users.get(id).id}`;
  serveHolders('/api/v1/users', 'okta.users', ofUser, (holder) => {
    if (holder !== ofUser('me'))
      throw forbidden('E0000006', 'You do not have permission to perform the requested action');
  });
  serveHolders('/api/v1/roles', 'okta.roles', (id = '') => {
    if (!roles.includes(id) && !state.collection('iamRoles').has(id)) throw notFound(id, 'Role');
    return `/api/v1/roles/${id}`;
  });
}
