# docker build -t pgplumb . && docker run --rm -v "$PWD:/project" pgplumb check
FROM node:22-bookworm-slim AS build
WORKDIR /pgplumb
COPY . .
RUN npm ci --no-audit --no-fund && npm pack --ignore-scripts --pack-destination /tmp

FROM node:22-bookworm-slim
COPY --from=build /tmp/pgplumb-*.tgz /tmp/
RUN npm install --global --no-audit --no-fund /tmp/pgplumb-*.tgz && rm /tmp/pgplumb-*.tgz
# PostgreSQL refuses to run as root.
USER node
WORKDIR /project
ENTRYPOINT ["pgplumb"]
CMD ["--help"]
