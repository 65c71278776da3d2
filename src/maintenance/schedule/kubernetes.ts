import {argumentsOf, type Job, nameOf, type Place} from './job.ts'

const IMAGE = 'node:22-slim'

/**
 * A CronJob for each job. The config comes from a ConfigMap and the passwords from a Secret, both of the same name;
 * what is in them is for whoever applies this to say.
 */
export function kubernetes(jobs: readonly Job[], {root}: Pick<Place, 'root'>, version: string): string {
  const project = kubernetesName(nameOf(root))
  return jobs
    .map(
      (job) => `apiVersion: batch/v1
kind: CronJob
metadata:
  name: ${kubernetesName(`${project}-${job.database}-${job.schedule}`)}
spec:
  schedule: "${job.cron}"
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: 3600
  jobTemplate:
    spec:
      backoffLimit: 0
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: pgplumb
              image: ${IMAGE}
              workingDir: /project
              command: ["npx", "--yes", "pgplumb@${version}"]
              args: [${argumentsOf(job)
                .map((word) => JSON.stringify(word))
                .join(', ')}]
              envFrom:
                - secretRef: {name: ${project}}
              volumeMounts:
                - {name: project, mountPath: /project}
          volumes:
            - name: project
              configMap: {name: ${project}}
`,
    )
    .join('---\n')
}

/** Lower case letters, digits and hyphens; a CronJob's name has 52 of them at most. */
const kubernetesName = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .slice(0, 52)
    .replace(/^-+|-+$/g, '')
