'use strict';

// Lo que a las páginas de mdBook les falta para usarse sin ratón y sin ver la pantalla.

// El índice se abre con un botón de verdad, que el teclado alcanza.
(() => {
  const boton = document.getElementById('mdbook-sidebar-toggle');
  const casilla = document.getElementById('mdbook-sidebar-toggle-anchor');
  boton?.addEventListener('click', () => casilla.click());
})();

// Lo que se desplaza de lado (tablas anchas, código largo) se puede recorrer con
// las flechas: hace falta poder llegar a ello con el tabulador.
(() => {
  const anchos = document.querySelectorAll('main .table-wrapper, main pre > code, main .diagrama');
  const revisar = () => anchos.forEach((caja) => {
    const seDesplaza = caja.scrollWidth > caja.clientWidth;
    caja.toggleAttribute('tabindex', seDesplaza);
    if (seDesplaza) { caja.tabIndex = 0; }
    // Una figura ya dice lo que es; al código y a las tablas hay que nombrarlos.
    if (caja.tagName === 'FIGURE') { return; }
    if (seDesplaza) {
      caja.setAttribute('role', 'group');
      caja.setAttribute('aria-label', caja.tagName === 'CODE' ? 'Código' : 'Tabla');
    } else {
      caja.removeAttribute('role');
      caja.removeAttribute('aria-label');
    }
  });
  revisar();
  addEventListener('resize', revisar, { passive: true });
})();

// Las casillas de una lista de tareas dicen su estado.
document.querySelectorAll('main li input[type=checkbox]').forEach((casilla) => {
  casilla.setAttribute('aria-label', casilla.checked ? 'Hecha' : 'Pendiente');
});

// «Copiado» se ve junto al botón; aquí además se oye.
document.querySelectorAll('.tooltiptext').forEach((rotulo) => rotulo.setAttribute('role', 'status'));

// La ayuda de teclado recibe el foco al abrirse y lo devuelve al cerrarse.
(() => {
  const fondo = document.getElementById('mdbook-help-container');
  const ayuda = document.getElementById('mdbook-help-popup');
  let antes = null;
  new MutationObserver(() => {
    if (fondo.style.display === 'flex') {
      antes = document.activeElement;
      ayuda.focus();
    } else {
      antes?.focus();
      antes = null;
    }
  }).observe(fondo, { attributes: true, attributeFilter: ['style'] });
})();
