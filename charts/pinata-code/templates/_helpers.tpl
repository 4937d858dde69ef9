{{/* The name that every object of a release begins with. */}}
{{- define "pinata-code.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains "pinata" .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-pinata-code" .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* The name of one component's objects: (dict "root" $ "component" "operator"). */}}
{{- define "pinata-code.componentName" -}}
{{- printf "%s-%s" (include "pinata-code.fullname" .root) .component -}}
{{- end -}}

{{/* What selects one component's pods; it never changes between two versions: (dict "root" $ "component" "operator"). */}}
{{- define "pinata-code.selectorLabels" -}}
app.kubernetes.io/name: pinata-code
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{/* `helm test`, as a peer of a NetworkPolicy. */}}
{{- define "pinata-code.fromTest" -}}
- podSelector:
    matchLabels:
      {{- include "pinata-code.selectorLabels" (dict "root" . "component" "test") | nindent 6 }}
{{- end -}}

{{/* The labels of an object of one component: (dict "root" $ "component" "operator"). Scans' Jobs alone say part-of pinata-code with pinata.dev/scan. */}}
{{- define "pinata-code.labels" -}}
{{ include "pinata-code.selectorLabels" . }}
app.kubernetes.io/part-of: pinata-code
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* The full name of an image: (dict "root" $ "image" .Values.operator.image). A digest, where given, decides. */}}
{{- define "pinata-code.image" -}}
{{- $registry := .root.Values.global.imageRegistry | default .image.registry -}}
{{- $name := .image.repository -}}
{{- if $registry -}}{{- $name = printf "%s/%s" (trimSuffix "/" $registry) $name -}}{{- end -}}
{{- if .image.digest -}}
{{- printf "%s@%s" $name .image.digest -}}
{{- else -}}
{{- printf "%s:%s" $name (.image.tag | default .root.Chart.AppVersion) -}}
{{- end -}}
{{- end -}}

{{/* imagePullSecrets of a pod, with its field; nothing where there are none. */}}
{{- define "pinata-code.imagePullSecrets" -}}
{{- with .Values.global.imagePullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* The namespace that scans run in. */}}
{{- define "pinata-code.scansNamespace" -}}
{{- .Values.scans.namespace | default (printf "%s-scans" .Release.Namespace) -}}
{{- end -}}

{{/* A pod's security context under the restricted standard. No user is fixed: the image's own, or the platform's choice. */}}
{{- define "pinata-code.podSecurityContext" -}}
runAsNonRoot: true
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{/* A container's security context under the restricted standard. */}}
{{- define "pinata-code.containerSecurityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* The Secret that holds the install-time key: what the operator shows to the gateway's internal listener. */}}
{{- define "pinata-code.installKeySecret" -}}
{{- .Values.installKey.existingSecret | default (printf "%s-install-key" (include "pinata-code.fullname" .)) -}}
{{- end -}}

{{/* "true" where the chart runs this part itself: (dict "root" $ "part" "nats"). */}}
{{- define "pinata-code.bundles" -}}
{{- $bundled := .root.Values.bundled -}}
{{- if and $bundled.enabled (get $bundled .part).enabled -}}
{{- if or (ne .part "keycloak") $bundled.postgresql.enabled -}}true{{- end -}}
{{- end -}}
{{- end -}}

{{/* The Secret of one thing, named by you or made by the installer: (dict "root" $ "existing" .Values.s3.existingSecret "suffix" "s3"). */}}
{{- define "pinata-code.secretName" -}}
{{- .existing | default (include "pinata-code.componentName" (dict "root" .root "component" .suffix)) -}}
{{- end -}}

{{- define "pinata-code.secretBoxSecret" -}}
{{- include "pinata-code.secretName" (dict "root" . "existing" .Values.secretBox.existingSecret "suffix" "secret-box") -}}
{{- end -}}
{{- define "pinata-code.metricsSecret" -}}
{{- include "pinata-code.secretName" (dict "root" . "existing" .Values.metricsToken.existingSecret "suffix" "metrics") -}}
{{- end -}}
{{- define "pinata-code.databaseSecret" -}}
{{- include "pinata-code.secretName" (dict "root" . "existing" .Values.database.existingSecret "suffix" "database") -}}
{{- end -}}
{{- define "pinata-code.natsSecret" -}}
{{- include "pinata-code.secretName" (dict "root" . "existing" .Values.nats.existingSecret "suffix" "nats") -}}
{{- end -}}
{{- define "pinata-code.s3Secret" -}}
{{- include "pinata-code.secretName" (dict "root" . "existing" .Values.s3.existingSecret "suffix" "s3") -}}
{{- end -}}
{{- define "pinata-code.keycloakSecret" -}}
{{- include "pinata-code.secretName" (dict "root" . "existing" .Values.keycloak.existingSecret "suffix" "keycloak") -}}
{{- end -}}

{{/* Where browsers find the console, without a slash at its end. */}}
{{- define "pinata-code.publicUrl" -}}
{{- if .Values.publicUrl -}}{{- trimSuffix "/" .Values.publicUrl -}}
{{- else if and .Values.ingress.enabled .Values.ingress.host -}}{{- printf "%s://%s" (ternary "https" "http" .Values.ingress.tls.enabled) .Values.ingress.host -}}
{{- else if and .Values.httpRoute.enabled .Values.httpRoute.hostname -}}https://{{ .Values.httpRoute.hostname }}
{{- else -}}http://localhost:4700{{- end -}}
{{- end -}}

{{/* A name that every namespace can resolve: (dict "root" $ "component" "nats"). */}}
{{- define "pinata-code.serviceHost" -}}
{{- printf "%s.%s.svc" (include "pinata-code.componentName" .) .root.Release.Namespace -}}
{{- end -}}

{{- define "pinata-code.natsUrl" -}}
{{- if include "pinata-code.bundles" (dict "root" . "part" "nats") -}}
nats://{{ include "pinata-code.serviceHost" (dict "root" . "component" "nats") }}:4222
{{- else -}}
{{- .Values.nats.url -}}
{{- end -}}
{{- end -}}

{{- define "pinata-code.s3Endpoint" -}}
{{- if include "pinata-code.bundles" (dict "root" . "part" "minio") -}}
http://{{ include "pinata-code.serviceHost" (dict "root" . "component" "minio") }}:9000
{{- else -}}
{{- .Values.s3.endpoint -}}
{{- end -}}
{{- end -}}

{{/* Authorities that every component trusts: the ConfigMap's name, or nothing. */}}
{{- define "pinata-code.authorityConfigMap" -}}
{{- with .Values.global.certificateAuthority -}}
{{- if .configMapName -}}{{ .configMapName }}{{- else if .pem -}}{{ include "pinata-code.componentName" (dict "root" $ "component" "authorities") }}{{- end -}}
{{- end -}}
{{- end -}}

{{/* What is reached without a proxy: the cluster's own names and addresses, and what the values say. */}}
{{- define "pinata-code.withoutProxy" -}}
{{- $own := list "localhost" "127.0.0.1" ".svc" ".cluster.local" -}}
{{- range list "gateway" "gateway-internal" "nats" "minio" "postgresql" "keycloak" -}}
{{- $own = append $own (include "pinata-code.componentName" (dict "root" $ "component" .)) -}}
{{- end -}}
{{- with .Values.global.proxy.except -}}{{- $own = append $own . -}}{{- end -}}
{{- join "," $own -}}
{{- end -}}

{{/* Entries of `env` that every one of our own containers has: proxy and authorities. */}}
{{- define "pinata-code.commonEnv" -}}
{{- $proxy := .Values.global.proxy -}}
{{- if or $proxy.http $proxy.https }}
- name: NODE_USE_ENV_PROXY
  value: "1"
{{- range list "HTTP_PROXY" "http_proxy" }}
{{- if $proxy.http }}
- name: {{ . }}
  value: {{ $proxy.http | quote }}
{{- end }}
{{- end }}
{{- range list "HTTPS_PROXY" "https_proxy" }}
{{- if $proxy.https }}
- name: {{ . }}
  value: {{ $proxy.https | quote }}
{{- end }}
{{- end }}
{{- range list "NO_PROXY" "no_proxy" }}
- name: {{ . }}
  value: {{ printf "%s,$(KUBERNETES_SERVICE_HOST)" (include "pinata-code.withoutProxy" $) | quote }}
{{- end }}
{{- end }}
{{- if include "pinata-code.authorityConfigMap" . }}
- name: NODE_EXTRA_CA_CERTS
  value: /etc/pinata/authorities/ca.crt
{{- end }}
{{- end -}}

{{- define "pinata-code.authorityKey" -}}
{{- ternary .Values.global.certificateAuthority.key "ca.crt" (ne .Values.global.certificateAuthority.configMapName "") -}}
{{- end -}}

{{- define "pinata-code.authorityMount" -}}
{{- if include "pinata-code.authorityConfigMap" . }}
- name: authorities
  mountPath: /etc/pinata/authorities
  readOnly: true
{{- end }}
{{- end -}}

{{- define "pinata-code.authorityVolume" -}}
{{- with include "pinata-code.authorityConfigMap" . }}
- name: authorities
  configMap:
    name: {{ . }}
    items:
      - key: {{ include "pinata-code.authorityKey" $ }}
        path: ca.crt
{{- end }}
{{- end -}}
