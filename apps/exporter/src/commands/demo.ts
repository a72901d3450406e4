/** `howdah demo`: a whole server to try, on this machine, with a sample community. */
import { Command } from 'commander'
import { runDemo, terminalOutput } from '../demo/demo.ts'

/** The command; ends the process when the demo has stopped. */
export function demoCommand(): Command {
  return new Command('demo')
    .description('run a sample server: private Redis, embedded PostgreSQL, website and worker')
    .addHelpText(
      'after',
      '\nPORT says where it listens (3000), HOWDAH_DATA where its data lies (.howdah).',
    )
    .action(async () => {
      const code = await runDemo({
        env: process.env,
        directory: process.cwd(),
        entryFile: process.argv[1] ?? '',
        output: terminalOutput(process.env),
      })
      // A start that was broken off may still wait for parts that are gone by now.
      process.exit(code)
    })
}
