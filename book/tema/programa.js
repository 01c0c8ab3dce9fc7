'use strict';

// El programa de un bloque: el del libro, o el que ha escrito el lector, que se
// guarda en este navegador y sobrevive a recargar y a cambiar de página.
//
// Aquí no se ejecuta nada: eso es de ejecutar.js, que pone los botones.
window.TallerPrograma = (() => {
  const PREFIJO = 'taller:programa:';

  // Sin permiso para guardar se puede editar igual; solo se pierde al recargar.
  const almacen = {
    leer(clave) {
      try { return JSON.parse(localStorage.getItem(clave)); } catch { return null; }
    },
    guardar(clave, valor) {
      try { localStorage.setItem(clave, JSON.stringify(valor)); } catch { /* como arriba */ }
    },
    quitar(clave) {
      try { localStorage.removeItem(clave); } catch { /* como arriba */ }
    },
    claves() {
      try { return Object.keys(localStorage).filter((clave) => clave.startsWith(PREFIJO)); } catch { return []; }
    },
  };

  let editor = null;
  const cargarEditor = () => {
    const direccion = document.querySelector('meta[name="taller-editor"]').content;
    editor ??= import(new URL(direccion, document.baseURI));
    // Si no llega (se cortó el servidor), la próxima vez se vuelve a pedir.
    editor.catch(() => { editor = null; });
    return editor;
  };

  return class Programa extends EventTarget {
    #caja; #pre; #code; #original; #dibujo; #vista = null; #marco = null; #descartado = null;

    constructor(caja) {
      super();
      this.#caja = caja;
      this.#pre = caja.querySelector('pre');
      this.#code = this.#pre.querySelector('code');
      this.nombre = caja.dataset.programa;
      this.lenguaje = caja.dataset.lenguaje;
      this.#original = this.#code.textContent;
      this.#dibujo = this.#code.innerHTML;
      this.#leerGuardado();
      addEventListener('storage', (cambio) => {
        if (cambio.key === this.#clave || cambio.key === null) { this.#leerGuardado(); }
      });
    }

    get #clave() { return PREFIJO + this.nombre; }
    get modificado() { return this.codigo !== this.#original; }
    get editando() { return this.#vista !== null; }
    get recuperable() { return this.#descartado !== null; }
    // El libro trae otro programa que cuando el lector escribió el suyo.
    get anticuado() {
      const guardado = almacen.leer(this.#clave);
      return this.modificado && guardado !== null && guardado.original !== this.#original;
    }

    #leerGuardado() {
      const guardado = almacen.leer(this.#clave);
      const texto = typeof guardado?.codigo === 'string' ? guardado.codigo : this.#original;
      if (texto === this.codigo) { return; }
      this.codigo = texto;
      if (this.#vista) { this.#vista.poner(texto); } else { this.#dibujar(); }
      this.#avisar();
    }

    codigo = null;

    #dibujar() {
      if (this.modificado) {
        this.#code.textContent = this.codigo;
        window.hljs?.highlightBlock(this.#code);
      } else {
        this.#code.innerHTML = this.#dibujo;
      }
      this.#caja.classList.toggle('modificado', this.modificado);
    }

    #cambiar(texto) {
      this.codigo = texto;
      if (this.modificado) {
        const original = almacen.leer(this.#clave)?.original ?? this.#original;
        almacen.guardar(this.#clave, { original, codigo: texto });
      } else {
        almacen.quitar(this.#clave);
      }
      this.#avisar();
    }

    #avisar() {
      this.#caja.classList.toggle('modificado', this.modificado);
      this.dispatchEvent(new Event('cambio'));
    }

    // Abre el editor en el sitio del código. Lanza un error si no se puede cargar.
    async editar(alEjecutar) {
      const { abrir } = await cargarEditor();
      if (this.#vista) { return; }
      this.#marco = document.createElement('div');
      this.#marco.className = 'editor';
      // Las flechas y las letras son del editor, no atajos del libro.
      this.#marco.addEventListener('keydown', (tecla) => tecla.stopPropagation());
      this.#pre.before(this.#marco);
      const ayuda = document.createElement('p');
      ayuda.className = 'ayuda-editor';
      ayuda.id = `ayuda-${this.nombre}`;
      ayuda.innerHTML = '<kbd>Ctrl</kbd>+<kbd>Intro</kbd> ejecuta · <kbd>Esc</kbd> y después <kbd>Tab</kbd> salen del editor';
      this.#vista = abrir({
        padre: this.#marco,
        texto: this.codigo,
        lenguaje: this.lenguaje,
        rotulo: `Editor del programa ${this.nombre}`,
        descripcion: ayuda.id,
        alCambiar: (texto) => { this.#descartado = null; this.#cambiar(texto); },
        alEjecutar,
      });
      this.#marco.append(ayuda);
      this.#vista.irALinea(this.#primeraLineaVisible());
      this.#pre.hidden = true;
      this.#vista.foco();
      this.#avisar();
    }

    // Dónde empieza lo que el libro enseña: lo de antes está oculto.
    #primeraLineaVisible() {
      if (this.modificado) { return 1; }
      const molde = document.createElement('div');
      molde.innerHTML = this.#dibujo;
      let linea = 1;
      for (const trozo of molde.childNodes) {
        const oculto = trozo.classList?.contains('boring');
        if (!oculto && trozo.textContent.trim() !== '') { break; }
        linea += trozo.textContent.split('\n').length - 1;
      }
      return linea;
    }

    dejarDeEditar() {
      this.#vista?.cerrar();
      this.#vista = null;
      this.#marco?.remove();
      this.#pre.hidden = false;
      this.#dibujar();
      this.#avisar();
    }

    // Vuelve al programa del libro; lo escrito se puede recuperar hasta que se edite.
    restaurar() {
      const mio = this.codigo;
      this.#poner(this.#original);
      this.#descartado = mio;
      this.#avisar();
    }

    recuperar() {
      const mio = this.#descartado;
      this.#descartado = null;
      this.#poner(mio);
    }

    #poner(texto) {
      this.#cambiar(texto);
      if (this.#vista) { this.#vista.poner(texto); } else { this.#dibujar(); }
    }

    // Cuántos programas del libro, en cualquier capítulo, tienen cambios guardados.
    static cuantos() { return almacen.claves().length; }

    static restaurarTodos(programas) {
      almacen.claves().forEach((clave) => almacen.quitar(clave));
      programas.filter((programa) => programa.modificado).forEach((programa) => programa.restaurar());
    }
  };
})();
