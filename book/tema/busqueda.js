// Las reglas españolas del buscador. Este texto acaba al final de searchindex.js,
// que el navegador solo pide la primera vez que alguien busca.
//
// Buscar «pagina», «página» o «páginas» encuentra lo mismo: las palabras se pliegan
// (sin tildes, ñ como n, para quien no la tiene en su teclado) y se agrupan por su
// raíz aproximada (plural y género).
(function busquedaEnEspanol(datos) {
  'use strict';

  // Lo que no es letra ni cifra separa: «mmap(2)» y «std::process» se encuentran.
  elasticlunr.tokenizer.setSeperator(/[^\p{L}\p{M}\p{N}_]+/u);

  const VACIAS = new Set(('a al ante con como cual cuando de del desde donde e el ella ello en '
    + 'es esa ese eso esta este esto ha hay la las le les lo los mas me mi muy ni o para pero '
    + 'por porque que se si su sus tu tus un una unas uno unos y ya').split(' '));

  // Sin tildes ni diéresis, y con c por z: así coinciden luz y luces.
  function plegar(palabra) {
    return palabra.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('z', 'c');
  }

  // Quita plural y género: páginas → pagin, menús → menu. Lo que está a medio escribir sigue siendo
  // el principio de la palabra entera: «proces» → proc, «sincroniz» → sincronic.
  function raiz(palabra) {
    // De una palabra corta, como años, solo se quita la s.
    const cortes = [/(?:[aeo]s?|(?<=[iu])s)$/, /s$/];
    return cortes.map((corte) => palabra.replace(corte, '')).find((corta) => corta.length >= 3)
      ?? palabra;
  }

  function normalizar(palabra) {
    return raiz(plegar(palabra).replace(/^[^\p{L}\p{N}_]+|[^\p{L}\p{N}_]+$/gu, ''));
  }

  // Lo que no devuelve nada no se indexa ni se busca.
  function reglas(palabra) {
    return VACIAS.has(plegar(palabra)) ? undefined : normalizar(palabra) || undefined;
  }
  elasticlunr.Pipeline.registerFunction(reglas, 'espanol');

  const indice = elasticlunr(function configurar() {
    this.pipeline.reset();
    this.pipeline.add(reglas);
    this.setRef('id');
    ['title', 'body', 'breadcrumbs'].forEach((campo) => this.addField(campo));
  });
  Object.values(datos.documents).forEach((documento) => indice.addDoc(documento));

  // searcher.js carga el índice y marca los fragmentos con estas dos funciones.
  elasticlunr.Index.load = () => indice;
  elasticlunr.stemmer = (palabra) => normalizar(palabra) || palabra;
})(window.search);
