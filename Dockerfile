# The image of a canary: verifies the org of the environment, and writes its reports to /data.
#   docker run --read-only --tmpfs /tmp --volume okta:/data --env-file preview.env okta-contracts
FROM node:22-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build && npm pack --silent --pack-destination /tmp
WORKDIR /app
RUN tar -xzf /tmp/okta-contracts-*.tgz --strip-components=1 && cp /build/package-lock.json .
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund && rm package-lock.json

FROM node:22-bookworm-slim
COPY --from=build /app /opt/okta-contracts
COPY deploy/canary.sh /opt/okta-contracts/deploy/canary.sh
RUN ln -s /opt/okta-contracts/bin/okta-contracts.cjs /usr/local/bin/okta-contracts \
  && ln -s /opt/okta-contracts/deploy/canary.sh /usr/local/bin/canary \
  && mkdir /data \
  && chown 1000:1000 /data
# The user `node` of the base image, as a number: Kubernetes checks that it is not root.
USER 1000:1000
WORKDIR /data
ENTRYPOINT ["okta-contracts"]
CMD ["verify"]
