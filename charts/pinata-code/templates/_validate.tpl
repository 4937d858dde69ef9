{{/* What the schema cannot say: parts that are neither bundled nor named. */}}
{{- define "pinata-code.validate" -}}
{{- $problems := list -}}
{{- if and (not (include "pinata-code.bundles" (dict "root" . "part" "postgresql"))) (not .Values.database.existingSecret) -}}
{{- $problems = append $problems "database.existingSecret: name a Secret with url and ownerUrl, or enable bundled.postgresql" -}}
{{- end -}}
{{- if not (include "pinata-code.bundles" (dict "root" . "part" "nats")) -}}
{{- if not .Values.nats.url -}}{{- $problems = append $problems "nats.url: name the servers, or enable bundled.nats" -}}{{- end -}}
{{- if not .Values.nats.existingSecret -}}{{- $problems = append $problems "nats.existingSecret: name a Secret with account, signing.seed and gateway.creds, or enable bundled.nats" -}}{{- end -}}
{{- end -}}
{{- if and (not (include "pinata-code.bundles" (dict "root" . "part" "minio"))) (not .Values.s3.existingSecret) -}}
{{- $problems = append $problems "s3.existingSecret: name a Secret with accessKeyId and secretAccessKey, or enable bundled.minio" -}}
{{- end -}}
{{- if and (not (include "pinata-code.bundles" (dict "root" . "part" "keycloak"))) (not .Values.keycloak.url) -}}
{{- $problems = append $problems "keycloak.url: name your Keycloak, or enable bundled.keycloak together with bundled.postgresql" -}}
{{- end -}}
{{- if and .Values.ingress.enabled (not .Values.ingress.host) -}}{{- $problems = append $problems "ingress.host: name the host" -}}{{- end -}}
{{- if and .Values.httpRoute.enabled (or (not .Values.httpRoute.hostname) (not .Values.httpRoute.parentRefs)) -}}{{- $problems = append $problems "httpRoute: name hostname and parentRefs" -}}{{- end -}}
{{- $public := include "pinata-code.publicUrl" . | urlParse -}}
{{- if and (eq $public.scheme "http") (not (has (regexReplaceAll ":[0-9]+$" $public.host "") (list "localhost" "127.0.0.1" "[::1]"))) -}}
{{- $problems = append $problems "publicUrl: sign-in needs https, or localhost" -}}
{{- end -}}
{{- if $problems -}}{{- fail (printf "\n  %s" (join "\n  " $problems)) -}}{{- end -}}
{{- end -}}
