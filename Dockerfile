# The current LTS of Node.js.
ARG NODE=26-slim

FROM node:${NODE} AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
COPY shared/package.json shared/
COPY server/package.json server/
COPY client/package.json client/
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build
RUN node scripts/image.mjs /image \
 && chown 1000:1000 /image/data && chmod 1777 /image/tmp

# Nothing but Node, the libraries it loads, and the app: see docs/decisions/image.md.
FROM scratch
COPY --from=build /image /
ENV PATH=/usr/local/bin \
    NODE_ENV=production \
    ORT_DISABLE_TELEMETRY=1 \
    PORT=3000 \
    DATA_DIR=/data
WORKDIR /app
USER node
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server/dist/main.js"]
