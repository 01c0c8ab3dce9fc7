'use strict';

// Los botones de los programas que se pueden ejecutar o explorar, y su resultado. Solo existen
// en las páginas que sirve «taller servir»: las demás enseñan la salida grabada.
(() => {
  const contrasena = document.querySelector('meta[name="taller-token"]')?.content;
  if (!contrasena) { return; }
  const Programa = window.TallerPrograma;

  const crear = (etiqueta, clase, texto = '') => {
    const elemento = document.createElement(etiqueta);
    elemento.className = clase;
    elemento.textContent = texto;
    return elemento;
  };
  const boton = (dibujo, texto, clase) => {
    const nuevo = crear('button', clase);
    nuevo.type = 'button';
    if (dibujo) {
      const icono = crear('span', 'icono', dibujo);
      icono.setAttribute('aria-hidden', 'true');
      nuevo.append(icono);
    }
    nuevo.append(crear('span', 'rotulo', texto));
    return nuevo;
  };
  const contar = (numero, uno, varios) => `${numero} ${numero === 1 ? uno : varios}`;
  const segundos = (numero) => `${numero.toLocaleString('es', { maximumSignificantDigits: 2 })} s`;

  // El resultado de una ejecución, debajo de los botones.
  class Resultado {
    #caja = crear('div', 'resultado');
    #estado = crear('p', 'estado');
    #cuerpo = crear('div', 'cuerpo');
    #salida = null;
    #tramo = null;
    #tiempo = '';
    #explorado = false;

    constructor(nombre) {
      this.nombre = nombre;
      this.#estado.setAttribute('role', 'status');
      this.#caja.append(this.#estado, this.#cuerpo);
    }

    get elemento() { return this.#caja; }

    estado(texto, clase = '') {
      this.#estado.className = `estado ${clase}`;
      this.#estado.textContent = texto;
    }

    empezar() {
      this.#cuerpo.replaceChildren();
      this.#salida = null;
      this.#tramo = null;
      this.#tiempo = '';
      this.#explorado = false;
      this.#caja.classList.add('visible');
      this.#distinguir();
      this.estado('Enviando el programa…');
    }

    // Debajo puede estar la salida que trae el libro: con dos a la vista, se dice cuál es cuál.
    #distinguir() {
      const grabada = this.#caja.closest('.ejecutable').nextElementSibling;
      if (grabada?.matches('.salida-grabada') && !grabada.querySelector('.titulo')) {
        grabada.prepend(crear('p', 'titulo', 'La salida que trae el libro'));
      }
    }

    noticia(noticia) {
      switch (noticia.event) {
        case 'queued':
          this.estado(`En la cola: ${noticia.place === 1 ? 'eres el siguiente' : `hay ${noticia.place - 1} delante`}.`);
          break;
        case 'preparing':
          this.estado('Compilando las bibliotecas del curso: solo pasa la primera vez…');
          break;
        case 'compiling':
          this.estado('Compilando…');
          break;
        case 'diagnostics':
          this.#texto('Lo que dice el compilador', 'compilador', noticia.text);
          this.#explicar(noticia.explanations);
          break;
        case 'running':
          this.#tiempo = noticia.cached ? 'Ya estaba compilado' : `Compilado en ${segundos(noticia.compile_ms / 1000)}`;
          this.estado('Ejecutando…');
          break;
        case 'exploring':
          this.estado(`Explorando: ${contar(noticia.schedules, 'plan', 'planes')}, ${contar(noticia.outcomes, 'final', 'finales')}…`);
          break;
        case 'explored':
          this.#explorado = true;
          this.#cuerpo.append(window.TallerPasos(noticia.steps, `el programa ${this.nombre}`));
          break;
        case 'output':
          this.#escribir(noticia.stream, noticia.text);
          break;
        case 'end':
          this.#terminar(noticia);
          break;
      }
    }

    #texto(titulo, clase, texto) {
      const pre = crear('pre', clase);
      pre.tabIndex = 0;
      pre.setAttribute('role', 'region');
      pre.setAttribute('aria-label', `${titulo}, programa ${this.nombre}`);
      // Las flechas desplazan el texto; no cambian de capítulo.
      pre.addEventListener('keydown', (tecla) => {
        if (tecla.key.startsWith('Arrow')) { tecla.stopPropagation(); }
      });
      pre.append(texto);
      this.#cuerpo.append(crear('p', 'titulo', titulo), pre);
      return pre;
    }

    #escribir(salida, texto) {
      this.#salida ??= this.#texto('Salida del programa', 'salida', '');
      if (this.#tramo?.dataset.salida !== salida) {
        this.#tramo = crear('span', `tramo ${salida}`);
        this.#tramo.dataset.salida = salida;
        if (salida === 'stderr') { this.#salida.append(crear('span', 'marca', 'errores ')); }
        this.#salida.append(this.#tramo);
      }
      this.#tramo.append(texto);
    }

    #explicar(explicaciones) {
      for (const { name, text } of explicaciones) {
        const caja = crear('p', 'explicacion');
        caja.append(crear('strong', '', name), `: ${text}`);
        this.#cuerpo.append(caja);
      }
    }

    #terminar({ ok, summary, run_us: microsegundos, explanations }) {
      if (this.#explorado) {
        this.estado(ok ? '✓ Explorado: elige un final y recórrelo paso a paso.' : `✗ ${summary}`, ok ? 'bien' : 'mal');
        return;
      }
      const tiempo = microsegundos === null
        ? this.#tiempo
        : `${this.#tiempo}; duró ${segundos(microsegundos / 1e6)}`;
      this.estado(`${ok ? '✓' : '✗'} ${summary}${tiempo && ` ${tiempo}.`}`, ok ? 'bien' : 'mal');
      this.#explicar(explanations);
      if (ok && this.#salida === null) { this.#cuerpo.append(crear('p', 'titulo', 'No ha escrito nada.')); }
    }
  }

  // Pide una acción y cuenta a `alLlegar` cada noticia.
  async function pedir(accion, programa, senal, alLlegar) {
    const respuesta = await fetch(`/_taller/${accion}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Taller-Token': contrasena },
      body: JSON.stringify({ language: programa.lenguaje, code: programa.codigo }),
      credentials: 'omit',
      cache: 'no-store',
      signal: senal,
    });
    if (!respuesta.ok) { throw new Error(await respuesta.text()); }
    const lector = respuesta.body.pipeThrough(new TextDecoderStream()).getReader();
    let pendiente = '';
    let terminado = false;
    for (let trozo = await lector.read(); !trozo.done; trozo = await lector.read()) {
      const lineas = (pendiente + trozo.value).split('\n');
      pendiente = lineas.pop();
      for (const linea of lineas) {
        const noticia = JSON.parse(linea);
        terminado ||= noticia.event === 'end';
        alLlegar(noticia);
      }
    }
    if (!terminado) { throw new TypeError('respuesta cortada'); }
  }

  // La barra de un programa.
  class Barra {
    #programa; #resultado; #control = null;
    #ejecutar = boton('▶', 'Ejecutar', 'ejecutar');
    #explorar = boton('\u00a0', 'Explorar planificaciones', 'explorar');
    #parar = boton('■', 'Parar', 'parar');
    #editar = boton('✎', 'Editar', 'editar');
    #restaurar = boton('↺', 'Restaurar', 'restaurar');
    #copiar = boton('', 'Copiar', 'copiar');
    #nota = crear('span', 'nota');
    // El botón que se pulsó: a él vuelve el foco al terminar.
    #ultimo = this.#ejecutar;

    constructor(programa, lugar) {
      this.#programa = programa;
      this.#resultado = new Resultado(programa.nombre);
      lugar.setAttribute('role', 'group');
      lugar.setAttribute('aria-label', `Programa ${programa.nombre}`);
      lugar.append(this.#ejecutar, this.#explorar, this.#parar, this.#editar, this.#restaurar, this.#copiar, this.#nota);
      lugar.after(this.#resultado.elemento);
      this.#ejecutar.addEventListener('click', () => this.ejecutar());
      this.#explorar.title = 'Lo ejecuta en todos los órdenes posibles y enseña en qué acaba cada uno';
      this.#explorar.addEventListener('click', () => this.#lanzar('explorar'));
      this.#parar.addEventListener('click', () => this.#control?.abort());
      this.#editar.addEventListener('click', () => this.#alternarEditor());
      this.#restaurar.addEventListener('click', () => {
        if (programa.recuperable) { programa.recuperar(); } else { programa.restaurar(); }
      });
      this.#copiar.addEventListener('click', () => this.#alCopiar());
      programa.addEventListener('cambio', () => this.#mostrar());
      this.#mostrar();
    }

    #mostrar() {
      const corriendo = this.#control !== null;
      const teniaFoco = [this.#ejecutar, this.#explorar, this.#parar].includes(document.activeElement);
      this.#ejecutar.hidden = corriendo;
      this.#explorar.hidden = corriendo;
      this.#parar.hidden = !corriendo;
      if (teniaFoco) { (corriendo ? this.#parar : this.#ultimo).focus(); }
      this.#editar.querySelector('.rotulo').textContent = this.#programa.editando ? 'Dejar de editar' : 'Editar';
      const { modificado, recuperable, anticuado } = this.#programa;
      this.#restaurar.hidden = !modificado && !recuperable;
      this.#restaurar.querySelector('.rotulo').textContent = recuperable ? 'Recuperar lo mío' : 'Restaurar';
      this.#nota.textContent = anticuado
        ? 'Tu versión. El libro ha cambiado este programa desde que la escribiste.'
        : (modificado ? 'Tu versión, guardada en este navegador.' : '');
    }

    async #alternarEditor() {
      if (this.#programa.editando) {
        this.#programa.dejarDeEditar();
        return;
      }
      try {
        await this.#programa.editar(() => this.ejecutar());
      } catch {
        this.#resultado.empezar();
        this.#resultado.estado('No se ha podido cargar el editor. ¿Sigue abierto el taller? Vuelve a intentarlo.', 'mal');
      }
    }

    async #alCopiar() {
      const rotulo = this.#copiar.querySelector('.rotulo');
      try {
        await navigator.clipboard.writeText(this.#programa.codigo);
        rotulo.textContent = 'Copiado';
      } catch {
        rotulo.textContent = 'No se pudo copiar';
      }
      setTimeout(() => { rotulo.textContent = 'Copiar'; }, 1500);
    }

    ejecutar() { return this.#lanzar('ejecutar'); }

    async #lanzar(accion) {
      if (this.#control) { return; }
      this.#ultimo = accion === 'explorar' ? this.#explorar : this.#ejecutar;
      this.#control = new AbortController();
      this.#resultado.empezar();
      this.#mostrar();
      try {
        await pedir(accion, this.#programa, this.#control.signal, (noticia) => this.#resultado.noticia(noticia));
      } catch (error) {
        this.#fallo(error);
      }
      this.#control = null;
      this.#mostrar();
    }

    #fallo(error) {
      if (error.name === 'AbortError') {
        this.#resultado.estado('■ Parado: no queda nada suyo en marcha.', 'mal');
      } else if (error instanceof TypeError) {
        this.#resultado.estado('El taller no responde. ¿Lo has cerrado? Vuelve a lanzarlo con «cargo run».', 'mal');
      } else {
        this.#resultado.estado(error.message, 'mal');
      }
    }
  }

  const programas = [...document.querySelectorAll('.ejecutable')].map((caja) => {
    const programa = new Programa(caja);
    new Barra(programa, caja.querySelector('.barra'));
    return programa;
  });

  // Al final de la página, la manera de volver atrás en todo el libro de una vez.
  const pie = crear('p', 'tus-cambios');
  const todos = boton('↺', 'Restaurarlos todos', 'restaurar-todos');
  const mostrarPie = () => {
    const cuantos = Programa.cuantos();
    pie.hidden = cuantos === 0;
    pie.replaceChildren(
      cuantos === 1 ? 'Has cambiado un programa del libro. ' : `Has cambiado ${cuantos} programas del libro. `,
      todos,
    );
  };
  todos.addEventListener('click', () => {
    if (confirm('¿Volver a los programas del libro en todos los capítulos? Lo que escribiste se perderá.')) {
      Programa.restaurarTodos(programas);
      mostrarPie();
    }
  });
  programas.forEach((programa) => programa.addEventListener('cambio', mostrarPie));
  // También cuenta lo que se cambia en otra pestaña, de este capítulo o de otro.
  addEventListener('storage', mostrarPie);
  mostrarPie();
  document.querySelector('main')?.append(pie);
})();
