// El editor de los bloques del libro: CodeMirror 6, con lo justo para Rust y C.
// Se empaqueta una vez (`npm ci && npm run empaquetar`) y la página lo carga al empezar a editar.
import { EditorState, StateEffect, StateField } from '@codemirror/state';
import {
  Decoration, EditorView, drawSelection, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers,
} from '@codemirror/view';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import {
  HighlightStyle, StreamLanguage, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting,
} from '@codemirror/language';
import { c } from '@codemirror/legacy-modes/mode/clike';
import { rust } from '@codemirror/legacy-modes/mode/rust';
import { tags } from '@lezer/highlight';

// Los mismos colores que el código del libro: los da la página, en los dos temas.
const colores = HighlightStyle.define([
  { tag: tags.comment, class: 'hljs-comment' },
  { tag: [tags.keyword, tags.bool, tags.null, tags.self], class: 'hljs-keyword' },
  { tag: [tags.string, tags.character, tags.special(tags.string)], class: 'hljs-string' },
  { tag: [tags.number, tags.processingInstruction, tags.meta, tags.macroName], class: 'hljs-number' },
  { tag: [tags.typeName, tags.standard(tags.typeName)], class: 'hljs-type' },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.typeName)], class: 'hljs-title' },
]);

const aspecto = EditorView.theme({
  '&': { color: 'var(--taller-tinta)', backgroundColor: 'var(--taller-papel-hundido)' },
  '.cm-content': { caretColor: 'var(--taller-tinta)', fontFamily: 'var(--mono-font)' },
  '.cm-cursor': { borderLeftColor: 'var(--taller-tinta)', borderLeftWidth: '2px' },
  '.cm-gutters': {
    color: 'var(--taller-tinta-suave)', backgroundColor: 'var(--taller-papel-hundido)',
    borderRight: '1px solid var(--taller-linea)',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--taller-acento) 8%, transparent)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'color-mix(in srgb, var(--taller-acento) 28%, transparent)',
  },
  // El foco lo dibuja el marco, que también abarca la ayuda.
  '&.cm-focused': { outline: 'none' },
  '.cm-matchingBracket': { outline: '1px solid var(--taller-tinta-suave)', backgroundColor: 'transparent' },
  '.cm-linea-marcada': {
    backgroundColor: 'var(--taller-error-suave)', boxShadow: 'inset 3px 0 var(--taller-error)',
  },
  '.cm-scroller': { fontFamily: 'var(--mono-font)', lineHeight: '1.5' },
});

// Las líneas señaladas siguen a su texto mientras se escribe.
const ponerMarcas = StateEffect.define();
const marcas = StateField.define({
  create: () => Decoration.none,
  update: (antes, cambio) => cambio.effects.reduce(
    (ahora, efecto) => (efecto.is(ponerMarcas) ? efecto.value : ahora),
    antes.map(cambio.changes),
  ),
  provide: (campo) => EditorView.decorations.from(campo),
});

// Lo que hay que cambiar en `viejo` para que sea `nuevo`: así el cursor se queda donde estaba.
function cambio(viejo, nuevo) {
  const corto = Math.min(viejo.length, nuevo.length);
  let desde = 0;
  while (desde < corto && viejo[desde] === nuevo[desde]) { desde += 1; }
  let cola = 0;
  while (cola < corto - desde && viejo.at(-1 - cola) === nuevo.at(-1 - cola)) { cola += 1; }
  return { from: desde, to: viejo.length - cola, insert: nuevo.slice(desde, nuevo.length - cola) };
}

// Abre un editor dentro de `padre`. Avisa de cada cambio, de Ctrl+Intro y de Ctrl+S.
export function abrir({ padre, texto, lenguaje, rotulo, descripcion, alCambiar, alEjecutar, alGuardar }) {
  const vista = new EditorView({
    parent: padre,
    state: EditorState.create({
      doc: texto,
      extensions: [
        lineNumbers(), highlightSpecialChars(), history(), drawSelection(), indentOnInput(),
        bracketMatching(), highlightActiveLine(), marcas, indentUnit.of('    '),
        EditorState.tabSize.of(4),
        StreamLanguage.define(lenguaje === 'rust' ? rust : c),
        syntaxHighlighting(colores), aspecto,
        keymap.of([
          { key: 'Ctrl-Enter', mac: 'Cmd-Enter', run: () => { alEjecutar(); return true; } },
          ...(alGuardar ? [{ key: 'Mod-s', preventDefault: true, run: () => { alGuardar(); return true; } }] : []),
          // Tab sangra; para salir con el teclado, Escape y después Tab.
          indentWithTab, ...defaultKeymap.filter((k) => k.key !== 'Mod-Enter'), ...historyKeymap,
        ]),
        EditorView.contentAttributes.of({ tabindex: '0', 'aria-label': rotulo, 'aria-describedby': descripcion }),
        EditorView.updateListener.of((cambio) => { if (cambio.docChanged) alCambiar(cambio.state.doc.toString()); }),
        EditorState.phrases.of({
          'Control character': 'Carácter de control', 'Selection deleted': 'Selección borrada',
        }),
      ],
    }),
  });
  return {
    foco: () => vista.focus(),
    texto: () => vista.state.doc.toString(),
    irALinea: (numero) => {
      const linea = vista.state.doc.line(Math.min(numero, vista.state.doc.lines));
      vista.dispatch({ selection: { anchor: linea.from }, effects: EditorView.scrollIntoView(linea.from, { y: 'start' }) });
    },
    poner: (nuevo) => vista.dispatch({ changes: cambio(vista.state.doc.toString(), nuevo) }),
    // Señala unas líneas, y solo esas.
    marcar: (numeros) => {
      const { doc } = vista.state;
      const lineas = [...new Set(numeros)].filter((n) => n >= 1 && n <= doc.lines).sort((a, b) => a - b);
      const señal = Decoration.line({ class: 'cm-linea-marcada' });
      vista.dispatch({ effects: ponerMarcas.of(Decoration.set(lineas.map((n) => señal.range(doc.line(n).from)))) });
    },
    cerrar: () => vista.destroy(),
  };
}
