{{/* What the installer is asked for, as JSON: every Secret that no value names. Empty where there is none. */}}
{{- define "pinata-code.installer.plan" -}}
{{- $plan := dict -}}
{{- if not .Values.installKey.existingSecret -}}{{- $_ := set $plan "installKey" (include "pinata-code.installKeySecret" .) -}}{{- end -}}
{{- if not .Values.secretBox.existingSecret -}}{{- $_ := set $plan "secretBox" (include "pinata-code.secretBoxSecret" .) -}}{{- end -}}
{{- if not .Values.metricsToken.existingSecret -}}{{- $_ := set $plan "metrics" (include "pinata-code.metricsSecret" .) -}}{{- end -}}
{{- if and (include "pinata-code.bundles" (dict "root" . "part" "postgresql")) (not .Values.database.existingSecret) -}}
{{- $_ := set $plan "database" (dict "secret" (include "pinata-code.databaseSecret" .) "host" (include "pinata-code.componentName" (dict "root" . "component" "postgresql")) "database" "pinata" "owner" "pinata" "login" "pinata_gateway") -}}
{{- end -}}
{{- if and (include "pinata-code.bundles" (dict "root" . "part" "nats")) (not .Values.nats.existingSecret) -}}{{- $_ := set $plan "nats" (include "pinata-code.natsSecret" .) -}}{{- end -}}
{{- if and (include "pinata-code.bundles" (dict "root" . "part" "minio")) (not .Values.s3.existingSecret) -}}{{- $_ := set $plan "s3" (include "pinata-code.s3Secret" .) -}}{{- end -}}
{{- if and (include "pinata-code.bundles" (dict "root" . "part" "keycloak")) (not .Values.keycloak.existingSecret) -}}{{- $_ := set $plan "keycloak" (include "pinata-code.keycloakSecret" .) -}}{{- end -}}
{{- if $plan -}}{{- toJson $plan -}}{{- end -}}
{{- end -}}

{{- define "pinata-code.installer.annotations" -}}
helm.sh/hook: pre-install,pre-upgrade
helm.sh/hook-delete-policy: before-hook-creation,hook-succeeded
# The same for Argo CD, which knows hooks of its own.
argocd.argoproj.io/hook: PreSync
argocd.argoproj.io/hook-delete-policy: BeforeHookCreation,HookSucceeded
{{- end -}}
