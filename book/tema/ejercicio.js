'use strict';

// El panel de un ejercicio: el archivo de verdad del estudiante, su corrección y sus
// pistas. Solo existe en las páginas que sirve «taller servir»; en las demás queda lo
// que dice cómo hacerlo en la terminal.
(() => {
  const contrasena = document.querySelector('meta[name="taller-token"]')?.content;
  const sitio = document.querySelector('.ejercicio[data-paso]');
  if (!contrasena || !sitio) { return; }
  const { Lista, errores, cuando, resumen, crear, plural, desplazable } = window.TallerVeredicto;
  const paso = sitio.dataset.paso;
  const archivo = new window.TallerArchivo(paso);

  const boton = (dibujo, texto, clase, alPulsar) => {
    const icono = crear('span', 'icono', dibujo);
    icono.setAttribute('aria-hidden', 'true');
    const nuevo = crear('button', clase, icono, crear('span', 'rotulo', texto));
    nuevo.type = 'button';
    nuevo.addEventListener('click', alPulsar);
    return nuevo;
  };
  const rotular = (elemento, texto) => { elemento.querySelector('.rotulo').textContent = texto; };

  // ------------------------------------------------------------------- las piezas

  const titulo = crear('p', 'titulo-panel', `Tu ejercicio: ${sitio.dataset.titulo}`);
  titulo.id = `ejercicio-${paso}`;
  const nombre = crear('code', 'archivo');
  const guardado = crear('span', 'guardado');
  const cabecera = crear('div', 'cabecera', titulo, crear('p', 'donde', nombre, ' ', guardado));
  const marco = crear('div', 'editor');
  const ayuda = crear('p', 'ayuda-editor');
  ayuda.id = `ayuda-ejercicio-${paso}`;
  ayuda.innerHTML = '<kbd>Ctrl</kbd>+<kbd>S</kbd> guarda y corrige · <kbd>Esc</kbd> y después <kbd>Tab</kbd> salen del editor';
  const corregir = boton('✓', 'Guardar y corregir', 'principal', () => guardarYCorregir());
  const parar = boton('■', 'Parar', 'parar', () => archivo.parar().then(contar));
  const restaurar = boton('↺', 'Restaurar el esqueleto', 'restaurar', () => alRestaurar());
  const barra = crear('div', 'barra', corregir, parar, restaurar);
  const aviso = crear('div', 'avisos');
  aviso.setAttribute('role', 'alert');
  const conflicto = crear('div', 'conflicto');
  const estado = crear('p', 'estado');
  const fecha = crear('p', 'fecha');
  const dicho = crear('p', 'oculto');
  dicho.setAttribute('role', 'status');
  const lista = new Lista(irALinea);
  const compilador = crear('div', 'errores-compilador');
  const resultado = crear('div', 'resultado-ejercicio', estado, fecha, compilador, lista.elemento);

  sitio.setAttribute('aria-labelledby', titulo.id);
  sitio.replaceChildren(cabecera, marco, barra, aviso, conflicto, dicho, resultado);
  sitio.classList.add('vivo');
  parar.hidden = true;
  conflicto.hidden = true;
  lista.elemento.hidden = true;

  // ------------------------------------------------------------------ lo que se dice

  function avisar(texto, clase = 'mal') {
    aviso.replaceChildren(...(texto ? [crear('p', clase, texto)] : []));
  }

  // Cuenta cómo ha ido algo que se ha pedido.
  function contar({ bien, error, copia }, buena = '') {
    if (!bien) { avisar(error); } else if (copia) { avisar(`${buena} Lo que había queda en ${copia}.`.trim(), 'nota'); } else { avisar(buena, 'nota'); }
    return bien;
  }

  // Lo oye quien no ve la pantalla; solo si cambia.
  function decir(texto) {
    if (dicho.textContent !== texto) { dicho.textContent = texto; }
  }

  // --------------------------------------------------------------------- el archivo

  let editor = null;
  let abriendo = false;
  let lineasMal = [];

  async function abrirEditor() {
    if (editor || abriendo || !archivo.listo) { return; }
    abriendo = true;
    try {
      const direccion = document.querySelector('meta[name="taller-editor"]').content;
      const { abrir } = await import(new URL(direccion, document.baseURI));
      marco.replaceChildren();
      editor = abrir({
        padre: marco,
        texto: archivo.texto,
        lenguaje: 'rust',
        rotulo: `Editor de ${nombre.textContent}`,
        descripcion: ayuda.id,
        alCambiar: (texto) => archivo.escribir(texto),
        alEjecutar: () => guardarYCorregir(),
        alGuardar: () => guardarYCorregir(),
      });
      editor.marcar(lineasMal);
      marco.append(ayuda);
    } catch {
      avisar('No se ha podido cargar el editor. ¿Sigue abierto el taller? Recarga la página.');
    }
    abriendo = false;
  }

  // Las flechas y las letras son del editor, no atajos del libro.
  marco.addEventListener('keydown', (tecla) => tecla.stopPropagation());
  sitio.addEventListener('keydown', (tecla) => {
    if ((tecla.ctrlKey || tecla.metaKey) && !tecla.altKey && tecla.key.toLowerCase() === 's') {
      tecla.preventDefault();
      guardarYCorregir();
    }
  });

  function irALinea(linea) {
    editor?.irALinea(linea);
    editor?.foco();
    // El editor la deja arriba del todo, donde la puede tapar la cabecera del libro. Hay que
    // esperar a que la dibuje.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      marco.querySelector('.cm-activeLine')?.scrollIntoView({ block: 'center' });
      marco.querySelector('.cm-scroller').scrollLeft = 0;
    }));
  }

  async function guardarYCorregir() {
    if (archivo.conflicto) {
      conflicto.querySelector('button')?.focus();
      return;
    }
    avisar('');
    const guardando = archivo.listo && archivo.sucio && nombre.textContent !== '';
    pidiendo = true;
    mostrarCorreccion();
    const respuesta = await (guardando ? archivo.guardar() : archivo.corregir());
    pidiendo = false;
    turnoPedido = respuesta.turno ?? turnoPedido;
    mostrarCorreccion();
    if (!respuesta.conflicto) { contar(respuesta); }
  }

  async function alRestaurar() {
    if (!confirm('¿Volver al esqueleto? Lo que has escrito se guarda en una copia con la fecha.')) { return; }
    contar(await archivo.restaurar(), 'El archivo vuelve a estar como vino.');
  }

  archivo.addEventListener('texto', () => {
    if (editor && editor.texto() !== archivo.texto) { editor.poner(archivo.texto); }
  });
  archivo.addEventListener('estado', () => {
    abrirEditor();
    mostrarArchivo();
    mostrarBotones();
    mostrarConflicto();
  });

  let problemaContado = null;

  function mostrarArchivo() {
    const hay = nombre.textContent !== '';
    const { conflicto: choca, sucio, problema, base } = archivo;
    guardado.textContent = '';
    if (hay && archivo.listo) {
      if (choca) { guardado.textContent = 'Cambiado aquí y en el disco'; }
      else if (sucio) { guardado.textContent = 'Sin guardar'; }
      else if (base.soloLectura) { guardado.textContent = 'Solo lectura'; }
      else { guardado.textContent = 'Guardado'; }
    }
    guardado.className = `guardado ${choca ? 'mal' : (sucio ? 'pendiente' : 'bien')}`;
    if (problema !== problemaContado) { avisar(problema); }
    problemaContado = problema;
  }

  // ------------------------------------------------------------------- el conflicto

  let conflictoVisto = null;

  function mostrarConflicto() {
    const choca = archivo.conflicto;
    conflicto.hidden = !choca;
    if (!choca) {
      conflictoVisto = null;
      conflicto.replaceChildren();
      return;
    }
    if (choca.hash === conflictoVisto) {
      conflicto.querySelector('.diferencias')?.replaceChildren(...diferencias(choca));
      return;
    }
    conflictoVisto = choca.hash;
    avisar('');
    const que = crear('p', 'titulo-conflicto', 'El archivo ha cambiado aquí y también en el disco');
    que.setAttribute('role', 'alert');
    const caja = desplazable(crear('pre', 'diferencias', ...diferencias(choca)), 'Diferencias entre las dos versiones');
    const elegir = (texto, hacer, hecho) => boton('', texto, 'elegir', async () => {
      if (contar(await hacer(), hecho)) { editor?.foco(); }
    });
    conflicto.replaceChildren(
      que,
      crear('p', '', 'Quizá lo has guardado con otro editor. No se ha perdido nada: elige con cuál sigues, y la otra se guardará en una copia con la fecha.'),
      caja,
      crear('p', 'leyenda', '− solo en el disco · + solo aquí'),
      crear('div', 'barra',
        elegir('Quedarme con lo de aquí', () => archivo.quedarseConLoDeAqui(), 'Guardado lo de aquí.'),
        elegir('Usar la del disco', () => archivo.quedarseConLaDelDisco(), 'Ahora ves la versión del disco.')),
    );
  }

  const SIGNOS = { disco: ['−', 'en el disco: '], aqui: ['+', 'aquí: '], comun: [' ', ''], corte: [' ', ''] };

  function diferencias(choca) {
    return window.tallerDiferencias(choca.texto, archivo.texto).map(({ clase, linea }) => {
      const [signo, leido] = SIGNOS[clase];
      const dibujo = crear('span', 'signo', `${signo} `);
      dibujo.setAttribute('aria-hidden', 'true');
      return crear('span', `linea ${clase}`, dibujo, crear('span', 'oculto', leido), `${linea}\n`);
    });
  }

  // ------------------------------------------------------------------- la corrección

  // Lo último que ha contado el servidor de este paso.
  let ultima = { grading: null, note: null, report: null, stale: false, turn: 0 };
  // Entre que se pulsa y llega la primera noticia, lo que se ve ya no vale.
  let pidiendo = false;
  let turnoPedido = 0;

  const enMarcha = () => ultima.grading
    ?? (pidiendo || ultima.turn < turnoPedido ? { stage: 'asked' } : null);

  // Mientras se corrige se puede parar; y guardar otra vez, si se ha escrito más.
  function mostrarBotones() {
    const marcha = enMarcha();
    const enfocado = [corregir, parar].find((uno) => uno === document.activeElement);
    parar.hidden = !marcha;
    corregir.hidden = Boolean(marcha) && !archivo.sucio;
    if (enfocado?.hidden) { (corregir.hidden ? parar : corregir).focus(); }
    rotular(corregir, archivo.sucio ? 'Guardar y corregir' : 'Corregir');
  }

  function mostrarCorreccion() {
    const { note: nota, report: informe, stale: anticuado, turn: turno } = ultima;
    const marcha = enMarcha();
    mostrarBotones();
    sitio.dataset.turno = turno;
    sitio.setAttribute('aria-busy', String(Boolean(marcha)));
    if (marcha) { mostrarMarcha(marcha); } else { mostrarInforme(informe, nota, anticuado); }
  }

  function mostrarMarcha(marcha) {
    const total = marcha.announced?.length;
    const frases = {
      asked: () => 'Guardando…',
      queued: () => (marcha.place === 1 ? 'En la cola: eres el siguiente…' : `En la cola: hay ${marcha.place - 1} delante…`),
      compiling: () => `Compilando${marcha.piece ? `: ${marcha.piece}` : ''}…`,
      judging: () => `Comprobando: ${marcha.done.length} de ${total}…`,
    };
    pintarEstado(frases[marcha.stage](), 'en-marcha');
    // Las cuentas van cambiando: al oído basta con decir en qué está.
    decir({ compiling: 'Compilando…', judging: 'Comprobando…' }[marcha.stage] ?? estado.textContent);
    fecha.textContent = '';
    // Lo que se ve debajo es de antes, hasta que el juez diga algo.
    resultado.classList.toggle('anticuado', marcha.stage !== 'judging');
    if (marcha.stage !== 'judging') { return; }
    senalar([]);
    compilador.replaceChildren();
    const pendientes = marcha.announced.slice(marcha.done.length)
      .map((una) => ({ ...una, status: 'pending' }));
    lista.poner([...marcha.done, ...pendientes]);
  }

  function mostrarInforme(informe, nota, anticuado) {
    resultado.classList.toggle('anticuado', anticuado);
    if (!informe) {
      lista.poner([]);
      compilador.replaceChildren();
      senalar([]);
      pintarEstado(nota ?? 'Todavía sin corregir.', nota ? 'mal' : '');
      fecha.textContent = '';
      decir(nota ?? '');
      return;
    }
    const { clase, texto } = resumen(informe);
    pintarEstado(nota ?? texto, nota ? 'duda' : clase);
    decir(nota ?? texto);
    fecha.textContent = anticuado
      ? `De una versión anterior, corregida ${cuando(informe.graded_at)}. Has cambiado algo desde entonces.`
      : `Corregido ${cuando(informe.graded_at)}.`;
    mostrarErrores(informe, anticuado);
    lista.poner(informe.kind === 'judged' ? informe.verdict.checks : []);
  }

  let erroresVistos = null;

  function mostrarErrores(informe, anticuado) {
    const noCompila = informe.kind === 'does_not_compile';
    const clave = noCompila ? JSON.stringify(informe) : null;
    if (clave !== erroresVistos || !clave) {
      compilador.replaceChildren(...(noCompila ? errores(informe, nombre.textContent ? irALinea : null) : []));
    }
    erroresVistos = clave;
    senalar(noCompila && !anticuado ? informe.errors.map(({ line }) => line).filter(Boolean) : []);
  }

  function senalar(lineas) {
    if (lineas.join() === lineasMal.join()) { return; }
    lineasMal = lineas;
    editor?.marcar(lineas);
  }

  function pintarEstado(texto, clase) {
    estado.textContent = texto;
    estado.className = `estado ${clase}`;
  }

  // ---------------------------------------------------------------------- las pistas

  const pistas = [...document.querySelectorAll(`.pistas[data-paso="${paso}"] > details`)];
  const otra = boton('', '', 'otra-pista', () => {
    const siguiente = pistas.find((pista) => pista.hidden);
    siguiente.hidden = false;
    siguiente.open = true;
    siguiente.querySelector('summary').focus();
    const nivel = pistas.indexOf(siguiente) + 1;
    mostrarPistas(nivel);
    archivo.verPista(nivel);
  });
  if (pistas.length > 0) { pistas.at(-1).after(crear('div', 'barra', otra)); }

  function mostrarPistas(vistas) {
    pistas.forEach((pista, lugar) => { pista.hidden = lugar >= vistas && pista.hidden !== false; });
    const ocultas = pistas.filter((pista) => pista.hidden).length;
    otra.hidden = ocultas === 0;
    rotular(otra, `Ver la pista ${pistas.length - ocultas + 1} de ${pistas.length}`);
  }
  pistas.forEach((pista) => { pista.hidden = true; });
  mostrarPistas(0);

  // -------------------------------------------------------------------- las novedades

  document.addEventListener('taller:ejercicio', ({ detail: ahora }) => {
    nombre.textContent = ahora.file ?? '';
    sitio.classList.toggle('sin-archivo', !ahora.file);
    restaurar.hidden = !ahora.file;
    if (ahora.file) {
      // Sin respuesta no hay nada que enseñar: ya se dice que el taller no responde.
      archivo.sincronizar(ahora).catch(() => {});
    } else {
      mostrarArchivo();
    }
    ultima = ahora;
    mostrarCorreccion();
    mostrarPistas(ahora.hint);
  });
})();
