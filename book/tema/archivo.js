'use strict';

// El archivo de un ejercicio, visto desde la página. La verdad es el disco; lo que aún
// no se ha guardado vive en este navegador desde la primera letra, y sobrevive a
// recargar, a cambiar de página y a que se caiga el navegador o el servidor.
//
// Cómo está todo se deduce siempre de esas dos cosas, el disco y el borrador: por eso
// dos pestañas del mismo ejercicio dicen lo mismo. Aquí no se dibuja nada: eso es de
// ejercicio.js.
window.TallerArchivo = (() => {
  const contrasena = document.querySelector('meta[name="taller-token"]')?.content;

  // Pide algo al servidor sobre un paso.
  async function pedir(accion, cuerpo) {
    const respuesta = await fetch(`/_taller/ejercicio/${accion}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Taller-Token': contrasena },
      body: JSON.stringify(cuerpo),
      credentials: 'omit',
      cache: 'no-store',
    });
    const texto = await respuesta.text();
    let datos;
    try { datos = JSON.parse(texto); } catch { datos = { error: texto.trim() }; }
    return { estado: respuesta.status, datos };
  }

  // Los borradores. Si el navegador no deja guardarlos, duran lo que dure la página.
  class Almacen {
    #memoria = null;

    constructor(clave) { this.clave = clave; }

    // Lo que no se podrá recuperar si se cierra la página.
    get fragil() { return this.#memoria !== null; }

    leer() {
      if (this.#memoria) { return this.#memoria; }
      try {
        const borrador = JSON.parse(localStorage.getItem(this.clave));
        return typeof borrador?.texto === 'string' ? borrador : null;
      } catch {
        return null;
      }
    }

    guardar(borrador) {
      try {
        localStorage.setItem(this.clave, JSON.stringify(borrador));
        this.#memoria = null;
      } catch {
        this.#memoria = borrador;
      }
    }

    quitar() {
      this.#memoria = null;
      try { localStorage.removeItem(this.clave); } catch { /* no había nada */ }
    }
  }

  // El editor trabaja con saltos de línea sencillos; el disco conserva los suyos.
  const deDisco = ({ hash, text: texto, read_only: soloLectura }) => {
    const simples = texto.replaceAll('\r\n', '\n');
    return {
      hash,
      texto: simples.replaceAll('\r', '\n'),
      dobles: texto.includes('\r\n') && !/[\r\n]/.test(texto.replaceAll('\r\n', '')),
      soloLectura,
    };
  };
  const aDisco = (texto, { dobles }) => (dobles ? texto.replaceAll('\n', '\r\n') : texto);

  const NO_HAY = { hash: null, texto: '', dobles: false, soloLectura: false };
  const NO_RESPONDE = 'El taller no responde. ¿Lo has cerrado? Vuelve a lanzarlo con «cargo run»: lo que has escrito sigue en este navegador.';

  // Lo que se dice cuando la petición no llega; otro fallo es cosa nuestra y se ve.
  function sinServidor(error) {
    if (!(error instanceof TypeError)) { throw error; }
    return { bien: false, error: NO_RESPONDE };
  }

  return class Archivo extends EventTarget {
    #paso; #almacen = null; #cola = Promise.resolve();

    constructor(paso) {
      super();
      this.#paso = paso;
      addEventListener('storage', ({ key }) => {
        if (this.#almacen && (key === this.#almacen.clave || key === null)) { this.#releer(); }
      });
      // Una pestaña dormida no se entera de lo que se escribe en otra.
      document.addEventListener('visibilitychange', () => {
        if (!document.hidden && this.#almacen) { this.#releer(); }
      });
      addEventListener('beforeunload', (salida) => {
        if (this.sucio && this.#almacen.fragil) { salida.preventDefault(); }
      });
    }

    // La última versión del disco sobre la que se escribe.
    base = null;
    // Lo que hay en el editor.
    texto = '';
    // La versión del disco que choca con lo escrito aquí, si la hay.
    conflicto = null;
    // Por qué no se puede leer el archivo, si no se puede.
    problema = null;

    get sucio() { return this.#almacen?.leer() != null; }
    get listo() { return this.base !== null; }

    // Lo de uno en uno: una respuesta que llega tarde no deshace lo posterior.
    #enOrden(tarea) {
      const hecha = this.#cola.then(tarea);
      this.#cola = hecha.catch(() => {});
      return hecha;
    }

    // El servidor cuenta cómo está el disco.
    sincronizar({ course: curso, hash, trouble: problema, missing: falta }) {
      this.#almacen ??= new Almacen(`taller:ejercicio:${curso}:${this.#paso}`);
      return this.#enOrden(async () => {
        this.problema = problema;
        if (falta) {
          this.#faltar();
        } else if (!problema && hash !== (this.conflicto ?? this.base)?.hash) {
          await this.#leer();
        }
        this.#avisar();
      });
    }

    // El archivo ya no está: lo que se ve aquí pasa a ser un borrador.
    #faltar() {
      if (this.base?.hash && !this.sucio) { this.#almacen.guardar({ base: null, texto: this.texto }); }
      this.#deducir(NO_HAY);
    }

    async #leer() {
      const { estado, datos } = await pedir('leer', { step: this.#paso });
      if (estado === 200) {
        this.#deducir(deDisco(datos));
      } else {
        this.problema = datos.error;
      }
    }

    // Otra pestaña ha escrito, guardado o elegido.
    #releer() {
      this.#enOrden(async () => {
        const borrador = this.#almacen.leer();
        if (!borrador || borrador.base !== this.base?.hash) {
          await this.#leer();
        } else {
          this.#poner(borrador.texto);
        }
        this.#avisar();
      }).catch(() => {});
    }

    // Cómo está todo, a partir de lo que hay en el disco y del borrador.
    #deducir(disco) {
      const borrador = this.#almacen.leer();
      if (!borrador || borrador.texto === disco.texto) {
        this.#almacen.quitar();
        this.base = disco;
        this.conflicto = null;
        this.#poner(disco.texto);
        return;
      }
      const cuadra = borrador.base === disco.hash || disco.hash === null;
      this.base = cuadra ? disco : { ...disco, hash: borrador.base };
      this.conflicto = cuadra ? null : disco;
      if (disco.hash === null) { this.#almacen.guardar({ ...borrador, base: null }); }
      this.#poner(borrador.texto);
    }

    #poner(texto) {
      if (texto === this.texto) { return; }
      this.texto = texto;
      this.dispatchEvent(new Event('texto'));
    }

    #avisar() { this.dispatchEvent(new Event('estado')); }

    // El lector ha cambiado algo.
    escribir(texto) {
      if (texto === this.texto) { return; }
      this.texto = texto;
      if (!this.conflicto && texto === this.base.texto && this.base.hash !== null) {
        this.#almacen.quitar();
      } else {
        this.#almacen.guardar({ base: this.base.hash, texto });
      }
      this.#avisar();
    }

    // Guarda en el disco, que además corrige. Devuelve lo que haya que decir.
    guardar({ encima = null } = {}) {
      return this.#enOrden(async () => {
        const enviado = this.texto;
        const base = encima ?? this.base;
        const { estado, datos } = await pedir('guardar', {
          step: this.#paso,
          base: base.hash,
          text: aDisco(enviado, base),
          keep_replaced: encima !== null,
        });
        if (estado === 200) {
          this.#guardado(enviado, { ...base, hash: datos.hash, texto: enviado });
          return { bien: true, copia: datos.copy, turno: datos.turn };
        }
        if (estado === 409) {
          this.#deducir(deDisco(datos.disk));
        } else if (estado === 410) {
          this.problema = datos.error;
          this.#faltar();
        }
        return { bien: false, conflicto: estado === 409, error: datos.error };
      }).catch(sinServidor).finally(() => this.#avisar());
    }

    #guardado(enviado, ahora) {
      this.base = ahora;
      this.conflicto = null;
      this.problema = null;
      // Mientras se guardaba se ha podido seguir escribiendo.
      if (this.texto === enviado) {
        this.#almacen.quitar();
      } else {
        this.#almacen.guardar({ base: ahora.hash, texto: this.texto });
      }
    }

    // De las dos versiones, la de aquí: la del disco queda en una copia.
    quedarseConLoDeAqui() { return this.guardar({ encima: this.conflicto }); }

    // De las dos versiones, la del disco: la de aquí queda en una copia.
    quedarseConLaDelDisco() {
      return this.#apartarY(async () => {
        this.#almacen.quitar();
        await this.#leer();
        return {};
      });
    }

    // El esqueleto otra vez; lo que hubiera, en el disco y aquí, queda en copias.
    restaurar() {
      return this.#apartarY(async () => {
        const { estado, datos } = await pedir('reiniciar', { step: this.#paso });
        if (estado !== 200) { return { error: datos.error }; }
        this.#almacen.quitar();
        this.problema = null;
        this.#deducir(deDisco(datos));
        return { copia: datos.copy };
      });
    }

    // Hace algo que quita de la vista lo no guardado, después de guardarlo aparte.
    #apartarY(hacer) {
      return this.#enOrden(async () => {
        let copia = null;
        if (this.sucio) {
          const texto = aDisco(this.texto, this.base ?? NO_HAY);
          const { estado, datos } = await pedir('apartar', { step: this.#paso, text: texto });
          if (estado !== 200) { return { bien: false, error: datos.error }; }
          copia = datos.copy;
        }
        const { error, copia: otra } = await hacer();
        return { bien: !error, error, copia: [copia, otra].filter(Boolean).join(' y ') || null };
      }).catch(sinServidor).finally(() => this.#avisar());
    }

    corregir() { return this.#sinMas('corregir'); }

    parar() { return this.#sinMas('parar'); }

    verPista(nivel) { return this.#sinMas('pista', { level: nivel }); }

    async #sinMas(accion, mas = {}) {
      try {
        const { estado, datos } = await pedir(accion, { step: this.#paso, ...mas });
        return { bien: estado === 200, error: datos.error, turno: datos.turn };
      } catch (error) {
        return sinServidor(error);
      }
    }
  };
})();
