{{/* A pod's security context of a bundled part: restricted, with the users that its image needs: (dict "part" .Values.bundled.nats). */}}
{{- define "pinata-code.bundled.podSecurityContext" -}}
{{- include "pinata-code.podSecurityContext" . }}
{{- range $name, $value := .part.podSecurityContext }}
{{- if not (kindIs "invalid" $value) }}
{{ $name }}: {{ if kindIs "float64" $value }}{{ int64 $value }}{{ else }}{{ $value }}{{ end }}
{{- end }}
{{- end }}
{{- end -}}

{{/* The claim of a bundled part's data: (dict "root" $ "component" "nats" "part" .Values.bundled.nats). It outlives the release. */}}
{{- define "pinata-code.bundled.claim" -}}
- metadata:
    name: data
    labels:
      {{- include "pinata-code.selectorLabels" . | nindent 6 }}
  spec:
    accessModes: [ReadWriteOnce]
    {{- with .part.storageClassName }}
    storageClassName: {{ . }}
    {{- end }}
    resources:
      requests:
        storage: {{ .part.storageSize }}
{{- end -}}

{{/* Service and policy of a bundled part: (dict "root" $ "component" "nats" "ports" (dict "nats" 4222) "from" <peers as YAML>). */}}
{{- define "pinata-code.bundled.access" -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ include "pinata-code.componentName" . }}
  labels:
    {{- include "pinata-code.labels" . | nindent 4 }}
spec:
  selector:
    {{- include "pinata-code.selectorLabels" . | nindent 4 }}
  ports:
    {{- range $name, $port := .ports }}
    - name: {{ $name }}
      port: {{ $port }}
      targetPort: {{ $port }}
    {{- end }}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: {{ include "pinata-code.componentName" . }}
  labels:
    {{- include "pinata-code.labels" . | nindent 4 }}
spec:
  podSelector:
    matchLabels:
      {{- include "pinata-code.selectorLabels" . | nindent 6 }}
  policyTypes: [Ingress]
  ingress:
    - ports:
        {{- range $name, $port := .ports }}
        - port: {{ $port }}
        {{- end }}
      from:
        {{- .from | nindent 8 }}
{{- end -}}

{{- define "pinata-code.bundled.fromGateway" -}}
- podSelector:
    matchLabels:
      {{- include "pinata-code.gateway.everySelector" . | nindent 6 }}
{{- end -}}

{{- define "pinata-code.bundled.fromScans" -}}
- namespaceSelector:
    matchLabels:
      kubernetes.io/metadata.name: {{ include "pinata-code.scansNamespace" . }}
  podSelector:
    matchExpressions:
      - key: pinata.dev/scan
        operator: Exists
{{- end -}}

{{/* nats.conf of the bundled server. */}}
{{- define "pinata-code.bundled.natsConfiguration" -}}
server_name: {{ include "pinata-code.componentName" (dict "root" . "component" "nats") }}
port: 4222
http_port: 8222
max_payload: 1048576
# Operator, accounts and their keys, made at the first install.
include ./authority.conf
jetstream {
  store_dir: /data
  # A result that was acknowledged is on the disk, or the next start would have lost what was not yet synced.
  sync_interval: always
  max_memory_store: 64Mi
  # Waiting results, remembered facts with what they replace, and dead letters.
  max_file_store: {{ mul (add (int64 .Values.nats.streamMegabytes) (mul 2 (int64 .Values.nats.cacheMegabytes)) 512) 1048576 }}
}
lame_duck_grace_period: 1s
lame_duck_duration: 30s
{{- end }}
