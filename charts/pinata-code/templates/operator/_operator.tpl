{{- define "pinata-code.operator.serviceAccountName" -}}
{{- .Values.operator.serviceAccount.name | default (include "pinata-code.componentName" (dict "root" . "component" "operator")) -}}
{{- end -}}

{{/* The Lease's name; the Role names it. */}}
{{- define "pinata-code.operator.leaseName" -}}
{{- include "pinata-code.componentName" (dict "root" . "component" "operator") -}}
{{- end -}}

{{/* The file that PINATA_OPERATOR_CONFIG names. The operator refuses it at its start, naming the field, when something is wrong. */}}
{{- define "pinata-code.operator.configuration" -}}
{{- $s := .Values.scanner -}}
{{- $c := dict
  "image" (include "pinata-code.image" (dict "root" . "image" $s.image))
  "imagePullPolicy" $s.image.pullPolicy
  "imagePullSecrets" .Values.global.imagePullSecrets
  "limits" (dict "perCluster" (int64 .Values.operator.limits.perCluster) "perOrganization" (int64 .Values.operator.limits.perOrganization))
  "memory" (dict "factorAfterOutOfMemory" $s.memory.factorAfterOutOfMemory "maximumMegabytes" (int64 $s.memory.maximumMegabytes))
  "workVolumeSize" $s.workVolumeSize
  "temporaryVolumeSize" $s.temporaryVolumeSize
  "imagePullGraceSeconds" (int64 $s.imagePullGraceSeconds)
  "lostNodeSeconds" (int64 $s.lostNodeSeconds)
  "finishedJobSeconds" (int64 $s.finishedJobSeconds)
  "nodeSelector" $s.nodeSelector
  "tolerations" $s.tolerations
  "labels" $s.labels
  "annotations" $s.annotations
-}}
{{- $classes := list -}}
{{- range $s.sizeClasses -}}
{{- $class := dict "name" .name "upToMemoryMegabytes" (int64 .upToMemoryMegabytes) "cpuRequest" (toString .cpuRequest) -}}
{{- with .cpuLimit -}}{{- $_ := set $class "cpuLimit" (toString .) -}}{{- end -}}
{{- $classes = append $classes $class -}}
{{- end -}}
{{- $_ := set $c "sizeClasses" $classes -}}
{{- range list "priorityClassName" "runtimeClassName" "cacheVolumeClaim" -}}
{{- $value := get $s . -}}
{{- if $value -}}{{- $_ := set $c . $value -}}{{- end -}}
{{- end -}}
{{- range list "runAsUser" "fsGroup" -}}
{{- $value := get $s . -}}
{{- if $value -}}{{- $_ := set $c . (int64 $value) -}}{{- end -}}
{{- end -}}
{{- $own := dict -}}
{{- $global := .Values.global.proxy -}}
{{- if or $global.http $global.https -}}
{{- $own = dict "http" $global.http "https" $global.https "except" (include "pinata-code.withoutProxy" .) -}}
{{- end -}}
{{- $proxy := dict -}}
{{- range $name, $value := ternary $s.proxy $own (or (ne $s.proxy.http "") (ne $s.proxy.https "")) -}}
{{- if $value -}}{{- $_ := set $proxy $name $value -}}{{- end -}}
{{- end -}}
{{- if $proxy -}}{{- $_ := set $c "proxy" $proxy -}}{{- end -}}
{{- if $s.certificateAuthority.configMapName -}}{{- $_ := set $c "certificateAuthority" $s.certificateAuthority -}}
{{- else if include "pinata-code.authorityConfigMap" . -}}
{{- $_ := set $c "certificateAuthority" (dict "configMapName" (include "pinata-code.authorityConfigMap" .) "key" (include "pinata-code.authorityKey" .)) -}}
{{- end -}}
{{- toPrettyJson $c -}}
{{- end -}}
