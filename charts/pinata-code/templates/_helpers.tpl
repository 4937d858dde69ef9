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
