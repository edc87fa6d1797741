#include "op.h"

#include <cstdio>

namespace cliplab {
namespace {

void report(TF_Status *status, const char *name) {
  if (TF_GetCode(status) != TF_OK) std::fprintf(stderr, "cliplab: %s: %s\n", name, TF_Message(status));
  TF_DeleteStatus(status);
}

}  // namespace

void register_op(const char *name, std::initializer_list<const char *> attributes, std::initializer_list<const char *> inputs,
                 std::initializer_list<const char *> outputs) {
  TF_OpDefinitionBuilder *builder = TF_NewOpDefinitionBuilder(name);
  for (const char *attribute : attributes) TF_OpDefinitionBuilderAddAttr(builder, attribute);
  for (const char *input : inputs) TF_OpDefinitionBuilderAddInput(builder, input);
  for (const char *output : outputs) TF_OpDefinitionBuilderAddOutput(builder, output);
  TF_OpDefinitionBuilderSetShapeInferenceFunction(builder, &TF_ShapeInferenceContextSetUnknownShape);
  TF_Status *status = TF_NewStatus();
  TF_RegisterOpDefinition(builder, status);
  report(status, name);
}

void register_kernel(const char *name, TF_DataType type, Create create, Compute compute, Delete destroy) {
  TF_KernelBuilder *builder = TF_NewKernelBuilder(name, "CPU", create, compute, destroy);
  TF_Status *status = TF_NewStatus();
  TF_KernelBuilder_TypeConstraint(builder, "T", type, status);
  if (TF_GetCode(status) == TF_OK) TF_RegisterKernelBuilder(name, builder, status);
  report(status, name);
}

float float_attribute(TF_OpKernelConstruction *construction, const char *name) {
  float value = 0;
  TF_Status *status = TF_NewStatus();
  TF_OpKernelConstruction_GetAttrFloat(construction, name, &value, status);
  if (TF_GetCode(status) != TF_OK) TF_OpKernelConstruction_Failure(construction, status);
  TF_DeleteStatus(status);
  return value;
}

int32_t int_attribute(TF_OpKernelConstruction *construction, const char *name) {
  int32_t value = 0;
  TF_Status *status = TF_NewStatus();
  TF_OpKernelConstruction_GetAttrInt32(construction, name, &value, status);
  if (TF_GetCode(status) != TF_OK) TF_OpKernelConstruction_Failure(construction, status);
  TF_DeleteStatus(status);
  return value;
}

}  // namespace cliplab
