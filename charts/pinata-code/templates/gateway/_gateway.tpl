{{- define "pinata-code.gateway.serviceAccountName" -}}
{{- .Values.gateway.serviceAccount.name | default (include "pinata-code.componentName" (dict "root" . "component" "gateway")) -}}
{{- end -}}

{{/* The roles that have a Deployment, as a JSON list. */}}
{{- define "pinata-code.gateway.roles" -}}
{{- ternary (list "api" "ingest" "worker") (list "all") .Values.gateway.split | toJson -}}
{{- end -}}

{{/* A role's name among components: gateway-api, or gateway where there is but one. */}}
{{- define "pinata-code.gateway.component" -}}
{{- if eq . "all" -}}gateway{{- else -}}gateway-{{ . }}{{- end -}}
{{- end -}}

{{/* Labels that Services and policies find pods by, whatever roles they have. */}}
{{- define "pinata-code.gateway.roleLabels" -}}
pinata.dev/gateway: "true"
{{- if has . (list "api" "all") }}
pinata.dev/serves: console
{{- end }}
{{- if has . (list "worker" "all") }}
pinata.dev/grants: "true"
{{- end }}
{{- end -}}

{{/* What selects the gateway's pods of every role. */}}
{{- define "pinata-code.gateway.everySelector" -}}
app.kubernetes.io/name: pinata-code
app.kubernetes.io/instance: {{ .Release.Name }}
pinata.dev/gateway: "true"
{{- end -}}

{{- define "pinata-code.gateway.keycloakUrl" -}}
{{- if .Values.keycloak.url -}}{{- trimSuffix "/" .Values.keycloak.url -}}
{{- else -}}{{ include "pinata-code.publicUrl" . }}/auth{{- end -}}
{{- end -}}

{{- define "pinata-code.gateway.keycloakInternalUrl" -}}
{{- if include "pinata-code.bundles" (dict "root" . "part" "keycloak") -}}
http://{{ include "pinata-code.serviceHost" (dict "root" . "component" "keycloak") }}:8080/auth
{{- else -}}
{{- .Values.keycloak.internalUrl | default .Values.keycloak.url -}}
{{- end -}}
{{- end -}}

{{/* What the migration and every role are told of the database. */}}
{{- define "pinata-code.gateway.databaseEnv" -}}
- name: PINATA_PROFILE
  value: cluster
- name: PINATA_LOG_LEVEL
  value: {{ .Values.gateway.logLevel }}
- name: PINATA_DATABASE_URL
  valueFrom:
    secretKeyRef:
      name: {{ include "pinata-code.databaseSecret" . }}
      key: url
{{- if .Values.database.certificateAuthority.configMapName }}
- name: PINATA_DATABASE_CA_FILE
  value: /etc/pinata/database-authority/ca.crt
{{- end }}
{{- end -}}

{{/* Settings of every role, by the names of .env.example. */}}
{{- define "pinata-code.gateway.env" -}}
- name: PINATA_PUBLIC_URL
  value: {{ include "pinata-code.publicUrl" . }}
- name: PINATA_HOST
  value: 0.0.0.0
- name: PINATA_PORT
  value: "4700"
- name: PINATA_INTERNAL_PORT
  value: {{ .Values.operator.networkPolicy.grantPort | quote }}
- name: PINATA_DATA
  value: /data
- name: PINATA_ALLOW_LOCAL_PATHS
  value: "false"
- name: PINATA_ALLOW_PRIVATE_NETWORK
  value: {{ .Values.gateway.allowPrivateNetwork | quote }}
- name: PINATA_ALLOW_PLAIN_TRANSPORT
  value: {{ .Values.gateway.allowPlainTransport | quote }}
- name: PINATA_REQUESTS_PER_MINUTE
  value: {{ int64 .Values.gateway.requestsPerMinute | quote }}
- name: PINATA_SCAN_DEADLINE_SECONDS
  value: {{ int64 .Values.gateway.scanDeadlineSeconds | quote }}
- name: PINATA_SCAN_MEMORY_MEGABYTES
  value: {{ int64 .Values.gateway.scanMemoryMegabytes | quote }}
- name: PINATA_CHECKOUT_MEGABYTES
  value: {{ int64 .Values.gateway.checkoutMegabytes | quote }}
- name: PINATA_CHECKOUT_SECONDS
  value: {{ int64 .Values.gateway.checkoutSeconds | quote }}
- name: PINATA_GRAPH_CACHE_MEGABYTES
  value: {{ int64 .Values.gateway.graphCacheMegabytes | quote }}
- name: PINATA_SCRATCH_MEGABYTES
  value: {{ int64 .Values.gateway.scratchMegabytes | quote }}
- name: PINATA_SNAPSHOT_MEGABYTES
  value: {{ int64 .Values.gateway.snapshotMegabytes | quote }}
- name: PINATA_DATABASE_CONNECTIONS
  value: {{ int64 .Values.database.connections | quote }}
- name: PINATA_METRICS_TOKEN
  valueFrom:
    secretKeyRef:
      name: {{ include "pinata-code.metricsSecret" . }}
      key: token
- name: PINATA_NATS_URL
  value: {{ include "pinata-code.natsUrl" . }}
{{- if and .Values.nats.podUrl (not (include "pinata-code.bundles" (dict "root" . "part" "nats"))) }}
- name: PINATA_NATS_POD_URL
  value: {{ .Values.nats.podUrl }}
{{- end }}
- name: PINATA_NATS_CREDENTIALS_FILE
  value: /var/run/pinata/nats/gateway.creds
- name: PINATA_NATS_ACCOUNT_FILE
  value: /var/run/pinata/nats/account
- name: PINATA_NATS_SIGNING_KEY_FILE
  value: /var/run/pinata/nats/signing.seed
{{- if .Values.nats.certificateAuthority.configMapName }}
- name: PINATA_NATS_CA_FILE
  value: /etc/pinata/nats-authority/ca.crt
{{- end }}
- name: PINATA_NATS_REPLICAS
  value: {{ int64 .Values.nats.replicas | quote }}
- name: PINATA_NATS_STREAM_MEGABYTES
  value: {{ int64 .Values.nats.streamMegabytes | quote }}
- name: PINATA_NATS_CACHE_MEGABYTES
  value: {{ int64 .Values.nats.cacheMegabytes | quote }}
{{- with include "pinata-code.s3Endpoint" . }}
- name: PINATA_S3_ENDPOINT
  value: {{ . }}
{{- end }}
{{- if and .Values.s3.podEndpoint (not (include "pinata-code.bundles" (dict "root" . "part" "minio"))) }}
- name: PINATA_S3_POD_ENDPOINT
  value: {{ .Values.s3.podEndpoint }}
{{- end }}
- name: PINATA_S3_REGION
  value: {{ .Values.s3.region }}
- name: PINATA_S3_BUCKET
  value: {{ .Values.s3.bucket }}
- name: PINATA_S3_PATH_STYLE
  value: {{ .Values.s3.pathStyle | quote }}
- name: PINATA_S3_ACCESS_KEY_ID
  valueFrom:
    secretKeyRef:
      name: {{ include "pinata-code.s3Secret" . }}
      key: accessKeyId
- name: PINATA_S3_SECRET_ACCESS_KEY
  valueFrom:
    secretKeyRef:
      name: {{ include "pinata-code.s3Secret" . }}
      key: secretAccessKey
- name: PINATA_KEYCLOAK_URL
  value: {{ include "pinata-code.gateway.keycloakUrl" . }}
- name: PINATA_KEYCLOAK_INTERNAL_URL
  value: {{ include "pinata-code.gateway.keycloakInternalUrl" . }}
- name: PINATA_KEYCLOAK_REALM
  value: {{ .Values.keycloak.realm }}
- name: PINATA_KEYCLOAK_CLIENT
  value: {{ .Values.keycloak.client }}
- name: PINATA_KEYCLOAK_PROXY
  value: {{ include "pinata-code.bundles" (dict "root" . "part" "keycloak") | default "false" | quote }}
- name: PINATA_SECRET_KEY_FILE
  value: /var/run/pinata/secret-box/key
- name: PINATA_INSTALL_KEY_FILE
  value: /var/run/pinata/install-key/key
- name: PINATA_SCANS_NAMESPACE
  value: {{ include "pinata-code.scansNamespace" . }}
{{- end -}}

{{/* Authorities of single parts: mounts, then volumes. */}}
{{- define "pinata-code.gateway.partAuthorityMounts" -}}
{{- range $name, $part := dict "database" .Values.database "nats" .Values.nats }}
{{- if $part.certificateAuthority.configMapName }}
- name: {{ $name }}-authority
  mountPath: /etc/pinata/{{ $name }}-authority
  readOnly: true
{{- end }}
{{- end }}
{{- end -}}

{{- define "pinata-code.gateway.partAuthorityVolumes" -}}
{{- range $name, $part := dict "database" .Values.database "nats" .Values.nats }}
{{- if $part.certificateAuthority.configMapName }}
- name: {{ $name }}-authority
  configMap:
    name: {{ $part.certificateAuthority.configMapName }}
    items:
      - key: {{ $part.certificateAuthority.key }}
        path: ca.crt
{{- end }}
{{- end }}
{{- end -}}
