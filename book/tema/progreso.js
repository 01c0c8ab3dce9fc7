'use strict';

// Cómo va el curso: una marca junto a cada paso en el índice y, en la portada, la lista
// entera. Sale de los veredictos de verdad, los haya pedido quien los haya pedido, y solo
// existe en las páginas que sirve «taller servir».
(() => {
  const { crear, cuando, plural } = window.TallerVeredicto;

  // El dibujo, lo que se lee y la clase de un paso.
  function aspecto({ place: punto, stale: anticuado, passed: superado, grading: corrigiendo, mark: nota }) {
    if (corrigiendo) { return { dibujo: '…', texto: 'corrigiéndose', clase: 'en-marcha' }; }
    if (punto === 'untouched') { return { dibujo: '', texto: 'sin empezar', clase: 'sin-empezar' }; }
    if (punto === 'ungraded') { return { dibujo: '○', texto: 'sin corregir', clase: 'pendiente' }; }
    const puntos = nota.compiles ? `${nota.points}/${nota.max_points}` : '';
    if (anticuado) { return { dibujo: '~', puntos, texto: 'cambiado desde que se corrigió', clase: 'anticuado' }; }
    if (superado) { return { dibujo: '✓', puntos, texto: 'superado', clase: 'bien' }; }
    return { dibujo: '✗', puntos, texto: nota.compiles ? 'sin superar' : 'no compila', clase: 'mal' };
  }

  // ------------------------------------------------------------------------ el índice

  function enlaceDe(pagina) {
    const enlaces = [...document.querySelectorAll('#mdbook-sidebar li.chapter-item a[href]')];
    return enlaces.find((enlace) => new URL(enlace.href).pathname === `/${pagina}` && !new URL(enlace.href).hash);
  }

  function marcar(paso) {
    const enlace = enlaceDe(paso.page);
    if (!enlace) { return; }
    const { dibujo, puntos, texto, clase } = aspecto(paso);
    let marca = enlace.querySelector('.marca-paso');
    if (!marca) {
      marca = crear('span', 'marca-paso');
      enlace.append(' ', marca);
    }
    const visto = crear('span', '', [dibujo, puntos].filter(Boolean).join(' '));
    visto.setAttribute('aria-hidden', 'true');
    const leido = puntos ? `(${texto}, ${puntos.replace('/', ' de ')} puntos)` : `(${texto})`;
    marca.className = `marca-paso ${clase}`;
    marca.title = texto;
    marca.replaceChildren(visto, crear('span', 'oculto', leido));
  }

  // ----------------------------------------------------------------------- la portada

  function fila(paso, ahora) {
    const { dibujo, puntos, texto, clase } = aspecto(paso);
    const icono = crear('span', 'marca', dibujo || '·');
    icono.setAttribute('aria-hidden', 'true');
    const enlace = crear('a', 'paso', paso.title);
    enlace.href = `${paso.page}#ejercicio`;
    const detalle = [];
    const nota = paso.mark;
    if (nota?.compiles && nota.passed + nota.failed > 0) {
      detalle.push(`${nota.passed} de ${plural(nota.passed + nota.failed, 'comprobación', 'comprobaciones')}`);
    }
    if (nota) { detalle.push(`corregido ${cuando(nota.graded_at)}`); }
    const elemento = crear('li', clase, icono, enlace,
      crear('span', 'que', texto), crear('span', 'puntos', puntos ? `${puntos} puntos` : ''),
      crear('span', 'detalle', detalle.join(' · ')));
    if (paso.name === ahora) { elemento.classList.add('toca'); }
    return elemento;
  }

  function resumir(caja, curso) {
    const toca = curso.steps.find((paso) => paso.name === curso.next);
    const titulo = crear('h2', '', 'Cómo vas');
    titulo.id = 'como-vas';
    const barra = crear('progress', '');
    barra.max = 100;
    barra.value = curso.percent;
    barra.setAttribute('aria-label', 'Parte del curso superada');
    const pedidos = curso.steps.filter((paso) => !paso.optional).length;
    const cuenta = crear('p', 'cuenta', `${curso.percent} % · ${curso.passed} de ${plural(pedidos, 'paso superado', 'pasos superados')}. `);
    if (toca) {
      const enlace = crear('a', '', toca.title);
      enlace.href = `${toca.page}#ejercicio`;
      cuenta.append('Ahora toca «', enlace, '».');
    } else {
      cuenta.append('¡Curso terminado!');
    }
    const lista = crear('ol', '', ...curso.steps.map((paso) => fila(paso, curso.next)));
    caja.setAttribute('aria-labelledby', titulo.id);
    caja.replaceChildren(titulo, barra, cuenta, lista);
  }

  document.addEventListener('taller:curso', ({ detail: curso }) => {
    curso.steps.forEach(marcar);
    document.querySelectorAll('.progreso-curso').forEach((caja) => resumir(caja, curso));
  });
})();
