{{/* The port of an address, or what its scheme stands for: (dict "url" "tls://nats.example.org"). */}}
{{- define "pinata-code.scans.portOf" -}}
{{- $default := get (dict "nats" "4222" "tls" "4222" "ws" "80" "wss" "443" "http" "80" "https" "443") (first (splitList "://" .url)) -}}
{{- regexFind ":[0-9]+$" (.url | regexFind "://[^/?#]+") | trimPrefix ":" | default $default -}}
{{- end -}}

{{/* The ports outside the cluster that scans need: what the values name, and those of external parts and of the proxy, as a JSON list. */}}
{{- define "pinata-code.scans.externalPorts" -}}
{{- $urls := list -}}
{{- if not (include "pinata-code.bundles" (dict "root" . "part" "nats")) -}}
{{- $urls = splitList "," (.Values.nats.podUrl | default .Values.nats.url) -}}
{{- end -}}
{{- if not (include "pinata-code.bundles" (dict "root" . "part" "minio")) -}}
{{- $urls = append $urls (.Values.s3.podEndpoint | default .Values.s3.endpoint | default "https://s3.amazonaws.com") -}}
{{- end -}}
{{- $proxy := ternary .Values.scanner.proxy .Values.global.proxy (or (ne .Values.scanner.proxy.http "") (ne .Values.scanner.proxy.https "")) -}}
{{- $urls = concat $urls (list $proxy.http $proxy.https) -}}
{{- $ports := list -}}
{{- range .Values.scanner.egress.ports -}}{{- $ports = append $ports (int64 .) -}}{{- end -}}
{{- range $urls -}}
{{- if trim . -}}{{- $ports = append $ports (include "pinata-code.scans.portOf" (dict "url" (trim .)) | int64) -}}{{- end -}}
{{- end -}}
{{- $ports | uniq | toJson -}}
{{- end -}}
