'use strict';

// Lo que a las páginas de mdBook les falta para usarse sin ratón y sin ver la pantalla.

// El índice se abre con un botón de verdad, que el teclado alcanza.
(() => {
  const boton = document.getElementById('mdbook-sidebar-toggle');
  const casilla = document.getElementById('mdbook-sidebar-toggle-anchor');
  boton?.addEventListener('click', () => casilla.click());
})();

// En un teléfono, una tabla de varias columnas, o con órdenes largas que no se parten, se lee
// mejor si cada fila es una ficha, con el nombre de la columna sobre cada dato. Los estilos le
// quitan la forma de tabla; aquí se dice que lo sigue siendo, para quien no la ve.
document.querySelectorAll('main .table-wrapper > table').forEach((tabla) => {
  const columnas = [...tabla.querySelectorAll('thead th')].map((th) => th.textContent);
  const larga = [...tabla.querySelectorAll('td code')].some((codigo) => codigo.textContent.length > 20);
  if (columnas.length < 3 && !larga) { return; }
  tabla.classList.add('en-fichas');
  const papeles = { table: [tabla], rowgroup: [...tabla.querySelectorAll('thead, tbody')], row: [...tabla.rows] };
  Object.entries(papeles).forEach(([papel, piezas]) => piezas.forEach((pieza) => pieza.setAttribute('role', papel)));
  [...tabla.rows].forEach((fila) => [...fila.cells].forEach((celda, lugar) => {
    celda.setAttribute('role', celda.tagName === 'TH' ? 'columnheader' : 'cell');
    if (celda.tagName === 'TD') { celda.dataset.columna = columnas[lugar]; }
  }));
});

// Un nombre corto no se parte entre dos líneas: «-p» y «paso4» son una sola cosa.
document.querySelectorAll('main :not(pre) > code').forEach((codigo) => {
  codigo.classList.toggle('corto', codigo.textContent.length <= 20);
});

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
