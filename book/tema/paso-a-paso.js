'use strict';

// Una exploración, paso a paso: se elige un final y se recorre con botones, con la
// barra o con el teclado. Vale igual para lo que se acaba de explorar en esta máquina
// y para lo grabado en el libro; los datos, con sus frases, los da el explorador
// (crates/explorador/src/picture/steps) y aquí solo se enseñan.
window.TallerPasos = (() => {
  const RITMO = 1800; // Milisegundos por paso al reproducir: da tiempo a leer la frase.
  const SIGNOS = { step: '●', wait: '○', wake: '·', end: '■', fault: '✗' };
  const ESTADOS = { unborn: '–', running: '▶', paused: '‖', waiting: '○', ended: '■' };
  let cuantas = 0;

  const crear = (etiqueta, clase, ...hijos) => {
    const elemento = document.createElement(etiqueta);
    if (clase) { elemento.className = clase; }
    elemento.append(...hijos);
    return elemento;
  };
  const mudo = (clase, dibujo) => {
    const elemento = crear('span', clase, dibujo);
    elemento.setAttribute('aria-hidden', 'true');
    return elemento;
  };
  const boton = (clase, dibujo, nombre, rotulo = '') => {
    const elemento = crear('button', clase, mudo('icono', dibujo));
    elemento.type = 'button';
    if (rotulo) {
      elemento.append(crear('span', 'rotulo', rotulo));
    } else {
      elemento.setAttribute('aria-label', nombre);
    }
    elemento.title = nombre;
    return elemento;
  };

  // Lo que se sabe después de cada paso, a partir de las diferencias.
  const recorrer = (final) => {
    let estados = final.lanes.map(() => ({ state: 'unborn', text: 'aún no existe' }));
    let memoria = final.places.map((lugar) => lugar.initial);
    let salida = [];
    return final.steps.map((paso) => {
      if (paso.lanes.length > 0) {
        estados = [...estados];
        paso.lanes.forEach((cambio) => { estados[cambio.lane] = cambio; });
      }
      const cambiados = new Set();
      if (paso.memory) {
        memoria = [...memoria];
        paso.memory.forEach((cambio) => { memoria[cambio.place] = cambio; cambiados.add(cambio.place); });
      }
      if (paso.output) { salida = [...salida, ...paso.output]; }
      return { estados, memoria, salida, cambiados };
    });
  };

  // Los carriles: una columna por proceso y una fila por paso.
  class Carriles {
    #filas;

    constructor(final, momentos, alPulsar) {
      const lista = crear('ol', 'lista');
      this.#filas = final.steps.map((paso, numero) => this.#fila(final, paso, momentos[numero]));
      this.#filas.forEach((fila, numero) => fila.addEventListener('click', () => alPulsar(numero)));
      lista.append(...this.#filas);
      const nombres = final.lanes.map((nombre, carril) => this.#situar(mudo('nombre', nombre), carril));
      const cabecera = crear('div', 'cabecera', ...nombres);
      cabecera.setAttribute('aria-hidden', 'true');
      this.elemento = crear('div', 'carriles', cabecera, lista);
      this.elemento.style.setProperty('--carriles', final.lanes.length);
      this.elemento.classList.toggle('apretados', final.lanes.length > 3);
      this.elemento.classList.toggle('tres', final.lanes.length === 3);
      this.elemento.tabIndex = 0;
      this.elemento.setAttribute('role', 'group');
      this.elemento.setAttribute('aria-label', 'Todos los pasos. Las flechas avanzan y retroceden; el espacio reproduce');
    }

    #situar(elemento, carril) {
      elemento.style.setProperty('--carril', carril);
      elemento.classList.toggle('primero', carril === 0);
      return elemento;
    }

    #fila(final, paso, momento) {
      const fila = crear('li', `fila ${paso.kind}`, mudo('aqui', '▸'));
      const actuan = new Map((paso.cells ?? []).map((celda) => [celda.lane, celda]));
      final.lanes.forEach((_, carril) => {
        const celda = actuan.get(carril);
        const moviendose = celda && !['wait', 'wake'].includes(celda.mark);
        const hilo = this.#situar(mudo('hilo', celda ? SIGNOS[celda.mark] : ''), carril);
        hilo.dataset.estado = moviendose ? 'running' : momento.estados[carril].state;
        if (celda) { hilo.dataset.marca = celda.mark; }
        fila.append(hilo);
      });
      [...actuan.values()].forEach((celda, orden) => {
        const quien = crear('span', 'quien', `${final.lanes[celda.lane]}: `);
        const texto = this.#situar(crear('span', `texto ${celda.mark}`, quien, celda.text), celda.lane);
        texto.style.setProperty('--orden', orden + 1);
        fila.append(texto);
      });
      if (paso.kind === 'switch') { fila.append(...this.#cambio(final, paso)); }
      if (paso.kind === 'hidden') { fila.append(this.#situar(crear('span', 'texto', `⋮ ${paso.said}`), 0)); }
      return fila;
    }

    #cambio(final, { from, to, preempted }) {
      const motivo = preempted ? `el ${final.lanes[from]} queda a medias; ` : '';
      const dicho = crear('span', 'quien', `${motivo}le toca al ${final.lanes[to]}`);
      const flecha = crear('span', `cambio ${from < to ? 'alante' : 'atras'}`, dicho);
      const piezas = preempted ? [mudo('a-medias', 'a medias'), flecha] : [flecha];
      for (const pieza of piezas) {
        pieza.style.setProperty('--desde', Math.min(from, to));
        pieza.style.setProperty('--hasta', Math.max(from, to));
      }
      return piezas;
    }

    marcar(numero) {
      this.#filas.forEach((fila, otro) => {
        fila.classList.toggle('futura', otro > numero);
        if (otro === numero) {
          fila.setAttribute('aria-current', 'step');
        } else {
          fila.removeAttribute('aria-current');
        }
      });
      this.#aLaVista(this.#filas[numero]);
    }

    // Se desplaza la lista, nunca la página.
    #aLaVista(fila) {
      const caja = this.elemento;
      const arriba = fila.offsetTop - caja.firstElementChild.offsetHeight;
      const abajo = fila.offsetTop + fila.offsetHeight;
      const siguiente = fila.nextElementSibling?.offsetHeight ?? 0;
      if (arriba < caja.scrollTop) {
        caja.scrollTop = arriba;
      } else if (abajo + siguiente > caja.scrollTop + caja.clientHeight) {
        caja.scrollTop = abajo + siguiente - caja.clientHeight;
      }
    }
  }

  // Un trozo de la memoria compartida, casilla a casilla.
  const lugar = ({ title }, vista, { reach }, cambiado) => {
    let posicion = vista.first;
    const casillas = vista.cells.map(([letra, bytes, cambia]) => {
      const casilla = crear('span', 'casilla', crear('span', 'letra', letra || '\u00a0'), crear('span', 'bytes', bytes.replace(/..(?=.)/g, '$& ')));
      const desde = posicion;
      posicion += bytes.length / 2;
      const tocada = reach && reach.start < posicion && desde < reach.end;
      casilla.classList.toggle('nueva', cambiado && cambia === true);
      if (tocada) { casilla.classList.add(reach.access === 'read' ? 'leida' : 'escrita'); }
      casilla.classList.toggle('vacia', /^0+$/.test(bytes) && letra === '');
      return casilla;
    });
    const fila = mudo('casillas', '');
    fila.append(...casillas);
    if (vista.first > 0) { fila.prepend(crear('span', 'resto', `… ${vista.first} bytes antes`)); }
    if (vista.more > 0) { fila.append(crear('span', 'resto', `… y ${vista.more} bytes más`)); }
    const rotulo = crear('p', 'lugar', crear('span', 'sitio', title), crear('span', 'valor', ` = ${vista.value}`));
    if (reach) { rotulo.append(crear('span', `uso ${reach.access}`, reach.text)); }
    return crear('div', 'trozo', rotulo, fila);
  };

  class Pasos {
    #datos; #final; #momentos; #carriles; #numero = 0; #reloj = null;
    #motivo = crear('p', 'motivo');
    #frase = crear('p', 'frase');
    #barra = crear('input', 'barra-de-pasos');
    #memoria = crear('div', 'memoria');
    #procesos = crear('ul', 'procesos');
    #salida = crear('div', 'mostrado');
    #hueco = crear('div', 'vista');
    #orden = crear('code');
    #primero = boton('primero', '⇤', 'Ir al primer paso');
    #atras = boton('atras', '←', 'Paso anterior');
    #siguiente = boton('siguiente', '→', 'Paso siguiente', 'Siguiente');
    #ultimo = boton('ultimo', '⇥', 'Ir al último paso');
    #tocar = boton('tocar', '▶', 'Reproducir los pasos seguidos', 'Reproducir');

    constructor(datos, titulo) {
      this.#datos = datos;
      cuantas += 1;
      this.elemento = crear('section', 'pasos');
      this.elemento.setAttribute('aria-label', `Exploración de ${titulo}, paso a paso`);
      this.#frase.setAttribute('role', 'status');
      this.#montar();
      this.#escuchar();
      this.#elegir(datos.selected);
    }

    #montar() {
      const { explored, coverage, complete, note } = this.#datos;
      const resumen = crear('p', 'resumen', crear('strong', '', explored), ' ', crear('span', complete ? '' : 'limite', coverage));
      this.elemento.append(resumen);
      if (note) { this.elemento.append(crear('p', 'nota-de-pasos', note)); }
      this.elemento.append(this.#finales(), this.#motivo);
      this.#barra.type = 'range';
      this.#barra.min = 1;
      this.#barra.setAttribute('aria-label', 'Paso');
      const mando = crear('div', 'mando', this.#primero, this.#atras, this.#siguiente, this.#ultimo, this.#tocar, this.#barra);
      mando.setAttribute('role', 'group');
      mando.setAttribute('aria-label', 'Recorrer los pasos');
      const lado = crear('div', 'lado', crear('p', 'titulo', 'Los procesos, ahora'), this.#procesos, this.#salida);
      const cuerpo = crear('div', 'cuerpo-de-pasos', this.#hueco, lado);
      this.elemento.append(mando, this.#frase, this.#memoria, cuerpo, this.#repetir());
    }

    #finales() {
      const { endings, hidden } = this.#datos;
      const grupo = crear('fieldset', 'finales', crear('legend', '', endings.length > 1 ? 'Elige un final:' : 'El final:'));
      grupo.classList.toggle('unico', endings.length === 1);
      endings.forEach((final, numero) => {
        const opcion = crear('input');
        opcion.type = 'radio';
        opcion.name = `final-${cuantas}`;
        opcion.value = numero;
        opcion.checked = numero === this.#datos.selected;
        opcion.addEventListener('change', () => this.#elegir(numero));
        const ficha = crear(
          'label', `ficha ${final.tone}`, opcion,
          crear('span', 'mostro', final.shown),
          crear('span', 'detalle', crear('span', 'cuenta', final.share), ' · ', crear('span', 'como', final.ending)),
        );
        grupo.append(ficha);
      });
      if (hidden > 0) {
        grupo.append(crear('p', 'resto', `Hay ${hidden} ${hidden === 1 ? 'final más, que no se enseña' : 'finales más, que no se enseñan'} aquí.`));
      }
      return grupo;
    }

    #repetir() {
      const copiar = boton('copiar', '', 'Copiar la orden', 'Copiar');
      copiar.addEventListener('click', async () => {
        const rotulo = copiar.querySelector('.rotulo');
        try {
          await navigator.clipboard.writeText(this.#final.replay);
          rotulo.textContent = 'Copiada';
        } catch {
          rotulo.textContent = 'No se pudo copiar';
        }
        setTimeout(() => { rotulo.textContent = 'Copiar'; }, 1500);
      });
      return crear('div', 'repetir', crear('p', 'titulo', 'Para repetir este final en tu consola:'), crear('div', 'orden', this.#orden, copiar));
    }

    #elegir(numero) {
      this.#parar();
      this.#final = this.#datos.endings[numero];
      this.#momentos = recorrer(this.#final);
      const signo = { wrong: '✗', notable: '!', plain: '✓' }[this.#final.tone];
      this.#motivo.className = `motivo ${this.#final.tone}`;
      this.#motivo.replaceChildren(mudo('signo', signo), crear('span', '', this.#final.caption));
      this.#orden.textContent = this.#final.replay;
      this.#barra.max = this.#final.steps.length;
      this.#carriles = new Carriles(this.#final, this.#momentos, (paso) => this.#ir(paso));
      this.#hueco.replaceChildren(this.#carriles.elemento);
      this.#mostrar(0);
    }

    #ir(numero) {
      this.#parar();
      this.#mostrar(Math.min(Math.max(numero, 0), this.#final.steps.length - 1));
    }

    #mostrar(numero) {
      this.#numero = numero;
      const total = this.#final.steps.length;
      const paso = this.#final.steps[numero];
      const momento = this.#momentos[numero];
      this.#carriles.marcar(numero);
      this.#barra.value = numero + 1;
      this.#barra.setAttribute('aria-valuetext', `${numero + 1} de ${total}`);
      this.#frase.replaceChildren(crear('strong', '', `Paso ${numero + 1} de ${total}.`), ` ${paso.said}`);
      this.#frase.classList.toggle('fallo', (paso.cells ?? []).some((celda) => celda.mark === 'fault'));
      const lugares = this.#final.places.flatMap((sitio, cual) => (numero < sitio.since ? [] : [
        lugar(sitio, momento.memoria[cual], paso.reach?.place === cual ? paso : {}, momento.cambiados.has(cual)),
      ]));
      this.#memoria.replaceChildren(crear('p', 'titulo', 'La memoria compartida, después de este paso'), ...lugares);
      this.#memoria.hidden = this.#final.places.length === 0;
      if (lugares.length === 0) { this.#memoria.append(crear('p', 'nada', 'Todavía no hay.')); }
      this.#procesos.replaceChildren(...this.#final.lanes.map((nombre, carril) => this.#proceso(nombre, carril, momento.estados[carril])));
      this.#escribirSalida(momento.salida);
      this.#apagar(this.#primero, numero === 0);
      this.#apagar(this.#atras, numero === 0);
      this.#apagar(this.#siguiente, numero === total - 1);
      this.#apagar(this.#ultimo, numero === total - 1);
    }

    // Sin «disabled»: el foco se perdería justo al llegar al último paso.
    #apagar(mando, apagado) { mando.setAttribute('aria-disabled', apagado); }

    #proceso(nombre, carril, { state, text }) {
      const ficha = crear('li', `proceso ${state}`, mudo('signo', ESTADOS[state]), crear('strong', '', nombre), `: ${text}`);
      ficha.classList.toggle('primero', carril === 0);
      return ficha;
    }

    #escribirSalida(salida) {
      const tramos = salida.map(({ fd, text }) => crear('span', fd === 2 ? 'tramo stderr' : 'tramo', text));
      this.#salida.replaceChildren(crear('p', 'titulo', tramos.length > 0 ? 'Lo que ha mostrado hasta aquí' : 'Aún no ha mostrado nada.'));
      if (tramos.length > 0) { this.#salida.append(crear('pre', '', ...tramos)); }
    }

    #escuchar() {
      this.#primero.addEventListener('click', () => this.#ir(0));
      this.#atras.addEventListener('click', () => this.#ir(this.#numero - 1));
      this.#siguiente.addEventListener('click', () => this.#ir(this.#numero + 1));
      this.#ultimo.addEventListener('click', () => this.#ir(Infinity));
      this.#tocar.addEventListener('click', () => this.#alternar());
      this.#barra.addEventListener('input', () => this.#ir(Number(this.#barra.value) - 1));
      this.elemento.addEventListener('keydown', (tecla) => this.#alTeclear(tecla));
    }

    // El tabulador nunca se toca. Las flechas no salen de aquí: mdBook cambiaría de capítulo.
    #alTeclear(tecla) {
      if (tecla.ctrlKey || tecla.altKey || tecla.metaKey) { return; }
      const paso = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[tecla.key];
      const destino = { Home: 0, End: Infinity }[tecla.key] ?? (paso && this.#numero + paso);
      if (destino !== undefined) { tecla.stopPropagation(); }
      // La barra y la lista de finales ya saben qué hacer con las flechas.
      if (tecla.target.matches('input')) { return; }
      if (destino !== undefined) {
        tecla.preventDefault();
        this.#ir(destino);
      } else if (tecla.key === ' ' && !tecla.target.matches('button')) {
        tecla.preventDefault();
        this.#alternar();
      }
    }

    #alternar() {
      if (this.#reloj) { this.#parar(); return; }
      if (this.#numero === this.#final.steps.length - 1) { this.#mostrar(0); }
      this.#reloj = setInterval(() => {
        if (this.elemento.isConnected) { this.#mostrar(this.#numero + 1); }
        if (!this.elemento.isConnected || this.#numero === this.#final.steps.length - 1) { this.#parar(); }
      }, RITMO);
      this.#rotular('‖', 'Pausa');
    }

    #parar() {
      clearInterval(this.#reloj);
      this.#reloj = null;
      this.#rotular('▶', 'Reproducir');
    }

    #rotular(dibujo, texto) {
      this.#tocar.querySelector('.icono').textContent = dibujo;
      this.#tocar.querySelector('.rotulo').textContent = texto;
    }
  }

  return (datos, titulo) => new Pasos(datos, titulo).elemento;
})();

// Las exploraciones grabadas en el libro. Sin este guion, o en papel, queda el dibujo.
document.querySelectorAll('.exploracion').forEach((caja) => {
  const datos = caja.querySelector('script[type="application/json"]');
  if (!datos) { return; }
  caja.classList.add('con-pasos');
  caja.append(window.TallerPasos(JSON.parse(datos.textContent), caja.dataset.titulo));
});
