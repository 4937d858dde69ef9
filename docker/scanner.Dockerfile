# The build stage is the same text in every Dockerfile here, so that one build serves all images (tools/images.test.mjs).
FROM node:24-bookworm-slim AS build
WORKDIR /src
ENV CI=true NX_DAEMON=false NX_NO_CLOUD=true NG_CLI_ANALYTICS=false DO_NOT_TRACK=1
COPY package.json package-lock.json .npmrc ./
COPY engine/graph/package.json engine/graph/
COPY engine/core/package.json engine/core/
COPY engine/checkout/package.json engine/checkout/
COPY engine/exports/package.json engine/exports/
COPY engine/cli/package.json engine/cli/
COPY engine/bench/package.json engine/bench/
COPY engine/truth/package.json engine/truth/
COPY proto/package.json proto/
COPY operator/package.json operator/
COPY services/scanner/package.json services/scanner/
COPY services/gateway/package.json services/gateway/
COPY web/package.json web/
# The machine's registry, proxy and authorities come as secrets: they are used here and are in no layer (tools/images.mjs).
RUN --mount=type=secret,id=npmrc,target=/root/.npmrc --mount=type=secret,id=certificates,target=/run/secrets/certificates \
    if [ -f /run/secrets/certificates ]; then export NODE_EXTRA_CA_CERTS=/run/secrets/certificates; fi; \
    npm ci --no-audit --no-fund && rm -rf /root/.npm/_cacache
COPY . .
RUN node tools/launch.mjs nx run-many -t build -p @pinata/web,@pinata/gateway,@pinata/scanner,@pinata/operator --outputStyle=static --parallel=2 \
    && node tools/production-tree.mjs services/gateway /out/gateway && mkdir /out/gateway/web && cp -r web/dist /out/gateway/web/dist \
    && node services/scanner/dist/languages.js >/out/gateway/scanner-languages.json \
    && node tools/production-tree.mjs services/scanner /out/scanner \
    && node tools/production-tree.mjs operator /out/operator

FROM node:24-bookworm-slim AS runtime
# Git with Debian's own security updates. What is run of it needs no Perl, which is most of what it would bring.
RUN apt-get -qq update && apt-get -qq upgrade && apt-get -qq install --no-install-recommends git openssh-client ca-certificates \
    && dpkg --purge --force-depends perl perl-modules-5.36 libperl5.36 liberror-perl \
    && find /usr/share/doc ! -type d ! -name copyright -delete \
    && rm -rf /var/lib/apt/lists/* /var/cache/* /var/log/* /usr/share/man /usr/share/locale /opt/* /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx

# One layer, without what the lines above replaced and removed.
FROM scratch
COPY --from=runtime / /
WORKDIR /app
COPY --from=build /out/scanner/ ./
# Any user may run it, with a root that cannot be written: what is scratch lies in /tmp, what is checked out in /work.
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin NODE_ENV=production HOME=/tmp
USER 1000
CMD ["node", "services/scanner/dist/pod.js"]
