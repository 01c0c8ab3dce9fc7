'use strict';

// Recarga la página cuando hay un libro nuevo y dice, dentro de ella, por qué no
// lo hay. Solo existe mientras el libro se sirve con «taller servir».
(() => {
  const novedades = new EventSource('/_taller/novedades');
  let version = null;

  novedades.onmessage = (mensaje) => {
    const estado = JSON.parse(mensaje.data);
    if (version !== null && estado.version !== version) {
      location.reload();
      return;
    }
    version = estado.version;
    mostrar(estado.error);
  };

  // El navegador vuelve a intentarlo solo; aquí únicamente se explica el silencio.
  novedades.onerror = () => {
    mostrar('El servidor del libro no responde. ¿Lo has cerrado? Vuelve a lanzarlo con «cargo run»; '
      + 'esta página se recargará sola.');
  };

  function mostrar(error) {
    let aviso = document.getElementById('taller-aviso-vivo');
    if (!error) {
      aviso?.remove();
      return;
    }
    if (!aviso) {
      aviso = document.createElement('pre');
      aviso.id = 'taller-aviso-vivo';
      aviso.setAttribute('role', 'alert');
      document.body.append(aviso);
    }
    aviso.textContent = error;
  }

  addEventListener('pagehide', () => novedades.close());
})();
