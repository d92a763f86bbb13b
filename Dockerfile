# syntax=docker/dockerfile:1

# Longplay itself; Kafka, the registry and Postgres are given to it (docker-compose.yml).

FROM node:24.21.0-bookworm-slim AS packages
WORKDIR /longplay
COPY package.json package-lock.json ./
# Without install scripts and optional packages: they bring a second Node.js and the local Postgres, which are not used here.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM node:24.21.0-bookworm-slim
WORKDIR /longplay
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 LONGPLAY_HOME=/var/lib/longplay LOG_FORMAT=json
# The home is made here so that a volume over it belongs to the user as well.
RUN install --directory --owner=node --group=node --mode=700 /var/lib/longplay
COPY --from=packages /longplay/node_modules node_modules
COPY package.json LICENSE ./
COPY schemas schemas
COPY runtime runtime
COPY api api
COPY cli cli
COPY projections projections
COPY streams streams
USER node
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --start-interval=2s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "cli/bin.js"]
CMD ["up"]
