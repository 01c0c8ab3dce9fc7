'use strict';

// Lo que se ve de una corrección: cada comprobación, con su explicación si falla, o los
// errores del compilador. Solo dibuja; lo que pasa lo cuenta ejercicio.js.
window.TallerVeredicto = (() => {
  const crear = (etiqueta, clase = '', ...dentro) => {
    const elemento = document.createElement(etiqueta);
    if (clase) { elemento.className = clase; }
    elemento.append(...dentro);
    return elemento;
  };
  const plural = (cuantos, uno, varios) => `${cuantos} ${cuantos === 1 ? uno : varios}`;

  const MARCAS = {
    passed: ['✓', 'bien'], failed: ['✗', 'mal'], error: ['?', 'sin comprobar'], pending: ['○', 'pendiente'],
  };

  // Un texto con `código` y citas sangradas, como lo escribe el juez.
  function prosa(texto) {
    const trozos = [];
    for (const linea of texto.split('\n')) {
      const cita = /^\s+\S/.test(linea);
      const ultimo = trozos.at(-1);
      if (ultimo?.cita === cita && cita) {
        ultimo.texto += `\n${linea}`;
      } else if (linea.trim() !== '') {
        trozos.push({ cita, texto: linea });
      }
    }
    return trozos.map((trozo) => (trozo.cita ? cita(trozo.texto) : crear('p', '', ...conCodigo(trozo.texto))));
  }

  function cita(texto) {
    const sangria = Math.min(...texto.split('\n').map((linea) => linea.search(/\S/)));
    return desplazable(crear('pre', 'cita', texto.split('\n').map((linea) => linea.slice(sangria)).join('\n')), 'Cita');
  }

  const conCodigo = (texto) => texto.split(/`([^`]+)`/)
    .map((trozo, lugar) => (lugar % 2 ? crear('code', '', trozo) : trozo));

  // Lo que puede no caber se alcanza con el tabulador y se recorre con las flechas, que
  // dentro no cambian de capítulo.
  function desplazable(pre, rotulo) {
    pre.tabIndex = 0;
    pre.setAttribute('role', 'group');
    pre.setAttribute('aria-label', rotulo);
    pre.addEventListener('keydown', (tecla) => {
      if (tecla.key.startsWith('Arrow')) { tecla.stopPropagation(); }
    });
    return pre;
  }

  const parte = (titulo, ...cuerpo) => crear('div', 'parte', crear('p', 'titulo', titulo), ...cuerpo);

  function enlace(comprobacion) {
    const { section: seccion } = comprobacion.message;
    if (comprobacion.status === 'error') {
      const problemas = crear('a', '', 'Problemas y soluciones');
      problemas.href = 'problemas.html';
      return crear('p', '', 'Léelo en «', problemas, '».');
    }
    const titulo = document.getElementById(seccion);
    if (!titulo) { return ''; }
    const ir = crear('a', '', titulo.textContent.trim());
    ir.href = `#${seccion}`;
    return crear('p', '', 'Léelo en «', ir, '».');
  }

  function botonDeLinea(linea, irALinea) {
    const ir = crear('button', 'discreto', `Ir a la línea ${linea}`);
    ir.type = 'button';
    ir.addEventListener('click', () => irALinea(linea));
    return ir;
  }

  // La explicación de un fallo, en sus cuatro partes.
  function historia(comprobacion, irALinea) {
    const mensaje = comprobacion.message;
    const partes = [
      parte('Qué se esperaba', ...prosa(mensaje.expected)),
      parte('Qué ocurrió', ...prosa(mensaje.happened)),
    ];
    // Al empezar, lo que hay que escribir queda lejos del principio del archivo.
    if (mensaje.line && irALinea) { partes.push(botonDeLinea(mensaje.line, irALinea)); }
    if (mensaje.picture) {
      const dibujo = crear('pre', 'dibujo', mensaje.picture.replace(/\n+$/, ''));
      partes.push(desplazable(dibujo, `Dibujo de lo que hicieron los procesos en «${comprobacion.id}»`));
    }
    partes.push(
      parte('Causa probable', ...prosa(mensaje.cause)),
      parte('Siguiente paso', ...prosa(mensaje.next), enlace(comprobacion)),
    );
    if (mensaje.replay) {
      const orden = desplazable(crear('pre', 'cita', mensaje.replay), 'Orden que lo repite');
      partes.push(parte('Para repetirlo en la terminal', orden));
    }
    return partes;
  }

  function renglon({ id, title: titulo, status: estado, weight: peso, points: puntos }) {
    const [dibujo, nombre] = MARCAS[estado];
    const marca = crear('span', 'marca', dibujo);
    marca.setAttribute('aria-hidden', 'true');
    return [
      marca, crear('span', 'oculto', `${nombre}: `), crear('span', 'nombre', id), ' ',
      crear('span', 'que', titulo), ' ',
      crear('span', 'puntos', estado === 'pending' ? `${peso}` : `${puntos}/${peso}`, crear('span', 'oculto', ' puntos')),
    ];
  }

  // Una comprobación. `antes` son las que ya se han contado: la misma historia no se repite.
  function fila(comprobacion, antes, irALinea) {
    const elemento = crear('li', `comprobacion ${comprobacion.status}`);
    elemento.dataset.comprobacion = comprobacion.id;
    if (!comprobacion.message) {
      elemento.append(crear('div', 'renglon', ...renglon(comprobacion)));
      return elemento;
    }
    const igual = antes.find((otra) => otra.status === comprobacion.status
      && otra.message?.happened === comprobacion.message.happened);
    if (igual) {
      const nota = crear('p', 'lo-mismo', `Lo mismo que en «${igual.id}».`);
      elemento.append(crear('div', 'renglon', ...renglon(comprobacion)), nota);
      return elemento;
    }
    const detalles = crear('details', '', crear('summary', 'renglon', ...renglon(comprobacion)), ...historia(comprobacion, irALinea));
    // El primer fallo suele explicar los demás: es el único que se abre solo.
    detalles.open = antes.every((otra) => !otra.message);
    elemento.append(detalles);
    return elemento;
  }

  // La lista de comprobaciones. Al cambiar, lo que sigue igual se queda como está.
  class Lista {
    elemento = crear('ul', 'comprobaciones');
    #puestas = [];
    #irALinea;

    // `irALinea` lleva a una línea del archivo, si hay dónde enseñarla.
    constructor(irALinea = null) {
      this.#irALinea = irALinea;
      this.elemento.setAttribute('aria-label', 'Comprobaciones');
    }

    poner(comprobaciones) {
      const claves = comprobaciones.map((una) => JSON.stringify(una));
      comprobaciones.forEach((una, lugar) => {
        const antes = comprobaciones.slice(0, lugar);
        if (this.#puestas[lugar] === claves[lugar]) { return; }
        const nueva = fila(una, antes, this.#irALinea);
        const vieja = this.elemento.children[lugar];
        if (vieja) { vieja.replaceWith(nueva); } else { this.elemento.append(nueva); }
      });
      [...this.elemento.children].slice(comprobaciones.length).forEach((sobra) => sobra.remove());
      this.#puestas = claves;
      this.elemento.hidden = comprobaciones.length === 0;
    }
  }

  // Los errores de compilación, con su explicación delante del texto original.
  function errores({ errors: lista, explanations: explicaciones }, irALinea) {
    const cajas = explicaciones.map(({ name: nombre, text: texto }) => (
      crear('div', 'explicacion', crear('p', '', crear('strong', '', `${nombre}: `), ...conCodigo(texto)))
    ));
    lista.forEach(({ line: linea, text: texto }, lugar) => {
      const original = crear('pre', 'compilador', texto);
      desplazable(original, `Lo que dice el compilador, error ${lugar + 1} de ${lista.length}`);
      cajas.push(original);
      if (linea && irALinea) {
        cajas.push(botonDeLinea(linea, irALinea));
      }
    });
    return cajas;
  }

  // «hoy, 10:32» o «24 nov, 10:32».
  function cuando(fecha) {
    const momento = new Date(fecha);
    const hora = momento.toLocaleTimeString('es', { hour: 'numeric', minute: '2-digit' });
    const hoy = momento.toDateString() === new Date().toDateString();
    return `${hoy ? 'hoy' : momento.toLocaleDateString('es', { day: 'numeric', month: 'short' })}, ${hora}`;
  }

  // Una frase con el resultado, y si es bueno o malo.
  function resumen(informe) {
    if (informe.kind === 'does_not_compile') {
      return { clase: 'mal', texto: `✗ No compila: ${plural(informe.errors.length, 'error', 'errores')}.` };
    }
    const { points: puntos, max_points: maximo, checks: hechas, gaps: huecos = [] } = informe.verdict;
    const cuantas = (estado) => hechas.filter((una) => una.status === estado).length;
    const [bien, mal, sin] = ['passed', 'failed', 'error'].map(cuantas);
    let texto = `${puntos} de ${plural(maximo, 'punto', 'puntos')}`;
    if (sin > 0) {
      return { clase: 'duda', texto: `? El juez no ha podido terminar ${plural(sin, 'comprobación', 'comprobaciones')}: esto no es una nota.` };
    }
    texto = mal === 0 ? `✓ ¡Paso superado! ${texto}.` : `✗ ${texto}: ${bien} bien, ${mal} mal.`;
    if (huecos.length > 0) { texto += ` Veredicto no exhaustivo: ${huecos.join('; ')}.`; }
    return { clase: mal === 0 ? 'bien' : 'mal', texto };
  }

  return { Lista, errores, cuando, resumen, crear, plural, desplazable };
})();
