// libxml2 for Swift: what is a global variable or a variadic callback there gets a plain face here.
#ifndef CLIBXML2_SHIM_H
#define CLIBXML2_SHIM_H

// Versions from 2.11 on call some of what is used here old; where a parser stands all versions tell by nothing else.
#define XML_DEPRECATED
#define XML_DEPRECATED_MEMBER

// Where libxml2 was built with ICU, its headers bring in ICU's types, and those clash with the copy that Foundation
// has. They only lengthen a private structure that nobody here touches, so this side does without.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlIO.h>
#include <libxml/xpath.h>

// xmlFree is a variable that holds a function.
static inline void xml_free(void *memory) { xmlFree(memory); }

static inline xmlParserInputPtr xml_refuse_external(const char *url, const char *id, xmlParserCtxtPtr context) {
    (void)url, (void)id, (void)context;
    return NULL;
}

// Nothing that a document names is ever fetched, neither from the disk nor from the net.
static inline void xml_refuse_all_external(void) { xmlSetExternalEntityLoader(xml_refuse_external); }

static inline void xml_ignore_error(void *context, xmlErrorPtr error) { (void)context, (void)error; }
static inline void xml_be_silent(xmlSAXHandler *handler) {
    handler->warning = NULL;
    handler->error = NULL;
    handler->fatalError = NULL;
    handler->serror = (xmlStructuredErrorFunc)xml_ignore_error;
}

#endif
