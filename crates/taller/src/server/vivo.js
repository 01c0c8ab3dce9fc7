'use strict';

// Recibe las novedades: recarga la página cuando hay un libro nuevo, dice dentro de ella
// por qué no lo hay, y reparte a los demás guiones cómo va el curso y el ejercicio. Solo
// existe mientras el libro se sirve con «taller servir».
(() => {
  const paso = document.querySelector('.ejercicio[data-paso]')?.dataset.paso;
  const direccion = `/_taller/novedades${paso ? `?paso=${paso}` : ''}`;
  let novedades = null;
  let version = null;

  function escuchar() {
    if (novedades) { return; }
    novedades = new EventSource(direccion);
    novedades.onmessage = (mensaje) => {
      const estado = JSON.parse(mensaje.data);
      if (version !== null && estado.version !== version) {
        location.reload();
        return;
      }
      version = estado.version;
      mostrar(estado.error);
    };
    for (const que of ['curso', 'ejercicio']) {
      novedades.addEventListener(que, (mensaje) => {
        document.dispatchEvent(new CustomEvent(`taller:${que}`, { detail: JSON.parse(mensaje.data) }));
      });
    }
    novedades.onerror = () => {
      mostrar('El servidor del libro no responde. ¿Lo has cerrado? Vuelve a lanzarlo con «cargo run»; '
        + 'esta página se recargará sola. Lo que hayas escrito en ella no se pierde.');
      // El navegador vuelve a intentarlo solo, menos si en ese puerto le contesta otro.
      if (novedades?.readyState === EventSource.CLOSED) {
        callar();
        setTimeout(escuchar, 3000);
      }
    };
  }

  function callar() {
    novedades?.close();
    novedades = null;
  }

  function mostrar(error) {
    let aviso = document.getElementById('taller-aviso-vivo');
    if (!error) {
      aviso?.remove();
      return;
    }
    if (!aviso) {
      aviso = document.createElement('p');
      aviso.id = 'taller-aviso-vivo';
      aviso.setAttribute('role', 'alert');
      document.body.append(aviso);
    }
    aviso.textContent = error;
  }

  // Un navegador no abre más de seis conexiones con el mismo servidor, y cada página que
  // escucha ocupa una: las que nadie ve la sueltan. La de un ejercicio no, porque su
  // dueño puede estar en otro editor, esperando a que se corrija lo que guarda.
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) { escuchar(); } else if (!paso) { callar(); }
  });
  addEventListener('pagehide', callar);
  // Al volver con la flecha de atrás, la página puede ser la misma que se dejó.
  addEventListener('pageshow', escuchar);
  escuchar();
})();
