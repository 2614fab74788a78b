// Commands and tasks: all they do is run the `vmxasm` command in a terminal, where its messages are matched to the source.
const vscode = require('vscode');

const commands = ['build', 'run', 'check'];

function createTask(definition, scope) {
  const executable = vscode.workspace.getConfiguration('vmxasm').get('path', 'vmxasm');
  const file = definition.file || '${file}';
  const args = [definition.command, file, '--diagnostics', 'gnu', ...(definition.args || [])];
  const task = new vscode.Task(
    definition, scope, `${definition.command} ${definition.file || 'this file'}`, 'vmxasm', new vscode.ProcessExecution(executable, args), '$vmxasm');
  if (definition.command === 'build') {
    task.group = vscode.TaskGroup.Build;
  }
  return task;
}

function activate(context) {
  const scope = vscode.TaskScope.Workspace;
  context.subscriptions.push(vscode.tasks.registerTaskProvider('vmxasm', {
    provideTasks: () => commands.map(command => createTask({ type: 'vmxasm', command }, scope)),
    resolveTask: task => createTask(task.definition, task.scope || scope),
  }));
  for (const command of commands) {
    context.subscriptions.push(vscode.commands.registerCommand(
      `vmxasm.${command}`, () => vscode.tasks.executeTask(createTask({ type: 'vmxasm', command }, scope))));
  }
}

module.exports = { activate };
