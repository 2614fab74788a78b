// Every statement of every example starts with something that the grammar knows: a label, a mnemonic, a directive, a field, a macro's name.
const fs = require('fs');
const path = require('path');
const textmate = require('vscode-textmate');
const oniguruma = require('vscode-oniguruma');

const root = path.join(__dirname, '..', '..', '..', 'examples');
const grammarPath = path.join(__dirname, '..', 'syntaxes', 'vmxasm.tmLanguage.json');

function sources(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const full = path.join(folder, entry.name);
    return entry.isDirectory() ? sources(full) : entry.name.endsWith('.s') ? [full] : [];
  });
}

async function main() {
  await oniguruma.loadWASM(fs.readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')).buffer);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: patterns => new oniguruma.OnigScanner(patterns),
      createOnigString: text => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => textmate.parseRawGrammar(fs.readFileSync(grammarPath, 'utf8'), grammarPath),
  });
  const grammar = await registry.loadGrammar('source.asm.vmxasm');
  let failures = 0;
  for (const file of sources(root)) {
    let state = textmate.INITIAL;
    fs.readFileSync(file, 'utf8').split('\n').forEach((line, index) => {
      const result = grammar.tokenizeLine(line, state);
      state = result.ruleStack;
      const first = result.tokens.find(token => line.slice(token.startIndex, token.endIndex).trim() !== '');
      if (first && first.scopes.length < 2) {
        failures++;
        console.error(`${path.relative(root, file)}:${index + 1}: not scoped: ${line}`);
      }
    });
  }
  process.exit(failures === 0 ? 0 : 1);
}

main();
